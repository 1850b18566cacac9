#include "cli/amount.hpp"

#include <gtest/gtest.h>

namespace pail::cli {
namespace {

using namespace std::chrono_literals;

TEST(Amount, BytesAreReadWithTheUnitsPeopleWrite) {
  EXPECT_EQ(parse_bytes("0"), 0U);
  EXPECT_EQ(parse_bytes("123"), 123U);
  EXPECT_EQ(parse_bytes("64k"), 65536U);
  EXPECT_EQ(parse_bytes("8MiB"), 8U * 1024 * 1024);
  EXPECT_EQ(parse_bytes("8mb"), 8U * 1024 * 1024);
  EXPECT_EQ(parse_bytes("1.5G"), 1536U * 1024 * 1024);
  EXPECT_EQ(parse_bytes("9007199254740993"), 9007199254740993U);  // no double holds it
  for (const char* const wrong : {"", "k", "-1", "1x", "1kk", "8 M", "1.2.3", "9999999T"}) {
    EXPECT_EQ(parse_bytes(wrong), std::nullopt) << wrong;
  }
}

TEST(Amount, DurationsAreSecondsUnlessAUnitSaysOtherwise) {
  EXPECT_EQ(parse_duration("90"), 90s);
  EXPECT_EQ(parse_duration("15m"), 15min);
  EXPECT_EQ(parse_duration("1.5h"), 90min);
  EXPECT_EQ(parse_duration("7d"), 168h);
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  for (const char* const wrong : {"", "m", "soon", "-5s", "1y", "99999999d"}) {
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
  }
}

TEST(Amount, NumbersAreGroupedByThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

}  // namespace
}  // namespace pail::cli
