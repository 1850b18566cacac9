#include "emulator/model/range.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/model/error_matcher.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::model {
namespace {

using testing::FailsWith;

constexpr std::uint64_t u64_max = std::numeric_limits<std::uint64_t>::max();

TEST(Range, FollowsTheTableRecordedFromTheService) {
  constexpr std::string_view body = "0123456789";
  const auto cases = testing::spec_cases("ranges");
  ASSERT_FALSE(cases.empty());
  for (const auto& row : cases) {
    const std::string header(row.at(0).as_string());
    SCOPED_TRACE(header);
    const auto range = parse_range(header, body.size());
    if (row.at(1).as_int64() == 416) {
      EXPECT_THAT(range, FailsWith(wire::Errc::InvalidRange, "RangeRequested", header));
      EXPECT_EQ(range.error().detail("ActualObjectSize"), "10");
      continue;
    }
    ASSERT_THAT(range, testing::Succeeds());
    ASSERT_EQ(range.value().has_value(), row.at(1).as_int64() == 206);
    if (!range.value()) continue;
    const auto [first, length] = *range.value();
    EXPECT_EQ(body.substr(first, length), std::string_view(row.at(3).as_string()));
    EXPECT_EQ("bytes " + std::to_string(first) + "-" + std::to_string(first + length - 1) + "/10",
              std::string_view(row.at(2).as_string()));
  }
}

TEST(Range, NonsenseAndOtherUnitsAreIgnored) {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=5", "bytes=a-b", "bytes=1-b", "bytes= 1-2", "bytes=1 -2",
        "bytes=+1-2", "bytes=0x1-2", "lines=0-1", "bytes:0-1", "bytes=0-1,", "bytes=,0-1"}) {
    SCOPED_TRACE(header);
    const auto range = parse_range(header, 10);
    ASSERT_THAT(range, testing::Succeeds());
    EXPECT_FALSE(range.value().has_value());
  }
}

TEST(Range, NothingOfAnEmptyObjectCanBeServed) {
  for (const char* header : {"bytes=0-", "bytes=0-0", "bytes=-1", "bytes=-0"}) {
    EXPECT_THAT(parse_range(header, 0), FailsWith(wire::Errc::InvalidRange)) << header;
  }
}

TEST(Range, NumbersBeyond64BitsAreJustFarAway) {
  constexpr auto far = "99999999999999999999999999";
  const auto clipped = parse_range(std::string("bytes=4-") + far, 10);
  ASSERT_THAT(clipped, testing::Succeeds());
  EXPECT_EQ(clipped.value()->first, 4U);
  EXPECT_EQ(clipped.value()->length, 6U);
  const auto suffix = parse_range(std::string("bytes=-") + far, 10);
  ASSERT_THAT(suffix, testing::Succeeds());
  EXPECT_EQ(suffix.value()->length, 10U);
  EXPECT_THAT(parse_range(std::string("bytes=") + far + "-", 10),
              FailsWith(wire::Errc::InvalidRange));
}

TEST(Range, TheLargestObjectsDoNotOverflow) {
  const auto all = parse_range("bytes=0-18446744073709551615", u64_max);
  ASSERT_THAT(all, testing::Succeeds());
  EXPECT_EQ(all.value()->length, u64_max);
  const auto last = parse_range("bytes=-1", u64_max);
  ASSERT_THAT(last, testing::Succeeds());
  EXPECT_EQ(last.value()->first, u64_max - 1);
}

}  // namespace
}  // namespace pail::model
