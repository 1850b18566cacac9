#include "emulator/access/policy_values.hpp"

#include <gtest/gtest.h>

#include "wire/date.hpp"

namespace pail::access {
namespace {

TEST(PolicyNumber, IsDecimalAndFinite) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("-12.5"), -12.5);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  for (const std::string_view none : {"", " 1", "1 ", "+1", "0x10", "inf", "nan", "1e999", "1,5"}) {
    EXPECT_EQ(parse_number(none), std::nullopt) << none;
  }
}

std::string date(std::string_view text) {
  const auto time = parse_date(text);
  return time ? wire::format_iso_extended(*time) : "none";
}

TEST(PolicyDate, ReadsTheProfilesOfTheW3c) {
  EXPECT_EQ(date("2026"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(date("2026-02"), "2026-02-01T00:00:00Z");
  EXPECT_EQ(date("2024-02-29"), "2024-02-29T00:00:00Z");
  EXPECT_EQ(date("2026-02-03T04:05Z"), "2026-02-03T04:05:00Z");
  EXPECT_EQ(date("2026-02-03T04:05:06Z"), "2026-02-03T04:05:06Z");
  EXPECT_EQ(date("2026-02-03T00:00:00+01:00"), "2026-02-02T23:00:00Z");
  EXPECT_EQ(date("2026-02-03T23:30:00-01:30"), "2026-02-04T01:00:00Z");
  EXPECT_EQ(*parse_date("1970-01-01T00:00:00.1234567Z"),
            wire::Time(std::chrono::microseconds(123456)));
}

TEST(PolicyDate, ReadsSecondsSince1970) {
  EXPECT_EQ(date("0"), "1970-01-01T00:00:00Z");
  EXPECT_EQ(date("1772366400"), "2026-03-01T12:00:00Z");
  EXPECT_EQ(date("20260301"), "1970-08-23T11:51:41Z") << "a day without hyphens is seconds";
}

TEST(PolicyDate, RefusesEverythingElse) {
  for (const std::string_view none :
       {"", "2026-13", "2026-02-29", "2026-2-3", "2026-02-03T04:05:06", "2026-02-03T04Z",
        "2026-02-03 04:05:06Z", "2026-02-03T24:00:00Z", "2026-02-03T04:05:60Z",
        "2026-02-03T04:05.5Z", "2026-02-03T04:05:06.Z", "2026-02-03T04:05:06z",
        "2026-02-03T04:05:06+0100", "2026-02-03T04:05:06Z ", "1e300", "tomorrow"}) {
    EXPECT_EQ(date(none), "none") << none;
  }
}

TEST(PolicyTruth, IsOneOfTwoWords) {
  EXPECT_EQ(parse_truth("true"), true);
  EXPECT_EQ(parse_truth("FALSE"), false);
  for (const std::string_view none : {"", "1", "yes", "true "}) {
    EXPECT_EQ(parse_truth(none), std::nullopt) << none;
  }
}

bool contains(std::string_view network, std::string_view address) {
  return Network::parse(network)->contains(*Network::parse(address));
}

TEST(Network, HoldsNetworksThatAreNoLargerThanItself) {
  EXPECT_TRUE(contains("10.0.0.0/8", "10.1.0.0/16"));
  EXPECT_FALSE(contains("10.0.0.0/16", "10.0.0.0/8"));
  EXPECT_TRUE(contains("::/0", "::1"));
  EXPECT_FALSE(contains("::/0", "10.0.0.1"));
  EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::"));
  EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::"));
}

TEST(Network, RefusesWhatIsNoAddress) {
  using namespace std::string_view_literals;
  for (const std::string_view none :
       {""sv, "10.0.0"sv, "10.0.0.256"sv, "10.0.0.1/33"sv, "10.0.0.1/"sv, "10.0.0.1/-1"sv, "/8"sv,
        "::1/129"sv, ":::"sv, "fe80::1%eth0"sv, "10.0.0.1\0"sv, " 10.0.0.1"sv, "example.com"sv}) {
    EXPECT_FALSE(Network::parse(none)) << none;
  }
}

}  // namespace
}  // namespace pail::access
