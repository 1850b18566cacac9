#include "wire/date.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/fixtures.hpp"
#include "tests/wire/random_bytes.hpp"

namespace pail::wire {
namespace {

using namespace std::chrono_literals;
using testing::Random;
using testing::random_below;

constexpr std::int64_t moment =
    1'360'112'265;  // 2013-02-06T00:57:45Z, the instant of the spec's table
constexpr Time now{std::chrono::seconds(moment)};

std::optional<std::int64_t> epoch(std::optional<Seconds> time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

std::optional<std::int64_t> request_date(std::string_view text) {
  return epoch(parse_request_date(text, now));
}

constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string padded(std::size_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

// Fields as drawn, and the seconds they mean by counting years and months one at a time.
struct Drawn {
  std::size_t year, month, day, hour, minute, second;  // month from 0

  explicit Drawn(Random& random)
      : year(1970 + random_below(random, 200)),
        month(random_below(random, 12)),
        day(1 + random_below(random, 28)),
        hour(random_below(random, 24)),
        minute(random_below(random, 60)),
        second(random_below(random, 60)) {}

  static bool is_leap(std::size_t y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }
  std::int64_t seconds() const {
    constexpr std::size_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::size_t days = day - 1;
    for (std::size_t y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
    for (std::size_t m = 0; m < month; ++m) days += lengths[m] + (m == 1 && is_leap(year) ? 1 : 0);
    return static_cast<std::int64_t>(((days * 24 + hour) * 60 + minute) * 60 + second);
  }
  std::string clock(const char* separator) const {
    return padded(hour, 2) + separator + padded(minute, 2) + separator + padded(second, 2);
  }
  std::string rfc1123(const char* weekday, const char* zone) const {
    return std::string(weekday) + ", " + padded(day, 2) + " " + months[month] + " " +
           padded(year, 4) + " " + clock(":") + " " + zone;
  }
  std::string iso_basic() const {
    return padded(year, 4) + padded(month + 1, 2) + padded(day, 2) + "T" + clock("") + "Z";
  }
};

TEST(RequestDate, is_read_as_the_service_was_measured_to_read_it) {
  for (const auto& row : testing::spec_cases("dates")) {
    const std::string text(row.at(0).as_string());
    std::optional<std::int64_t> expected;
    if (!row.at(1).is_null()) expected = row.at(1).as_int64();
    EXPECT_EQ(request_date(text), expected) << "'" << text << "'";
  }
}

// The fixed columns are a shorter way to what the lenient reader says; a month in lower case takes
// the long way.
TEST(RequestDate, means_the_same_on_the_short_way_and_the_long_one) {
  Random random(7);
  for (int round = 0; round < 3000; ++round) {
    const Drawn drawn(random);
    const char* const weekday = weekdays[random_below(random, 7)];
    const std::string fixed = drawn.rfc1123(weekday, round % 2 == 0 ? "GMT" : "+0000");
    std::string lenient = fixed;
    std::transform(lenient.begin(), lenient.end(), lenient.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    SCOPED_TRACE(fixed);
    ASSERT_EQ(request_date(fixed), drawn.seconds());
    ASSERT_EQ(request_date(lenient), drawn.seconds());
    ASSERT_EQ(request_date(drawn.iso_basic()), drawn.seconds());
    ASSERT_EQ(request_date(" " + drawn.iso_basic()), drawn.seconds());
  }
}

TEST(RequestDate, lets_fields_run_over_the_calendar) {
  EXPECT_EQ(request_date("Sun, 32 Sep 2013 00:00:00 GMT"),
            request_date("Wed, 02 Oct 2013 00:00:00 GMT"));
  EXPECT_EQ(request_date("Sun, 00 Mar 2012 00:00:00 GMT"),
            request_date("Wed, 29 Feb 2012 00:00:00 GMT"));
  EXPECT_EQ(request_date("Sun, 31 Dec 2013 24:00:00 GMT"),
            request_date("Wed, 01 Jan 2014 00:00:00 GMT"));
  EXPECT_EQ(request_date("Sun, 29 Feb 2013 00:00:00 GMT"),
            request_date("Fri, 01 Mar 2013 00:00:00 GMT"));
  EXPECT_EQ(request_date("20131332T246060Z"), request_date("20140202T010100Z"));
  EXPECT_EQ(request_date("20140031T000000Z"), request_date("20131231T000000Z"));
  EXPECT_EQ(request_date("Tue, 01 Jan 2013 0:0:3113865 GMT"), moment);
}

TEST(RequestDate, knows_the_zones_of_the_service_without_case) {
  struct Case {
    const char* zone;
    std::chrono::minutes offset;
  };
  const Case cases[] = {
      {"wet", 0min},     {"BST", 1h},           {"CEST", 2h},
      {"IST", 2h},       {"msk", 3h},           {"PKT", 5h},
      {"WIB", 7h},       {"AWST", 8h},          {"ACST", 570min},
      {"ACDT", 570min},  {"AEST", 10h},         {"AEDT", 11h},
      {"NZST", 12h},     {"NZDT", 13h},         {"NST", -210min},
      {"NDT", -150min},  {"ADT", -3h},          {"EDT", -4h},
      {"CST", -6h},      {"PDT", -7h},          {"AKST", -9h},
      {"HDT", -10h},     {"SST", -11h},         {"+2359", 1439min},
      {"-0030", -30min}, {"GMT-9:30", -570min}, {"GMT+23:59", 1439min},
      {"gmt+01:00", 1h},
  };
  for (const Case& c : cases) {
    const std::int64_t offset = std::chrono::seconds(c.offset).count();
    EXPECT_EQ(request_date(std::string("Wed, 06 Feb 2013 00:57:45 ") + c.zone), moment - offset)
        << c.zone;
  }
}

TEST(RequestDate, refuses_other_zones) {
  for (const char* zone :
       {"",         "UT",      "Z",         "GMT+9",      "GMT+0900", "GMT+24:00",
        "GMT+1:60", "GMT+1:0", "GMT+ 1:00", "GMT+001:00", "GMT+",     "+9",
        "+09:00",   "+2400",   "+0060",     "+00000",     "UTC+9",    "Europe/Paris",
        "GMTX",     "+0000 ",  "GMT GMT",   "A"}) {
    EXPECT_FALSE(request_date(std::string("Wed, 06 Feb 2013 00:57:45 ") + zone)) << zone;
  }
}

TEST(RequestDate, allows_extra_spaces_before_a_number_or_the_zone_only) {
  EXPECT_EQ(request_date("Wed,   6 Feb  2013  00: 57:  45   GMT"), moment);
  EXPECT_EQ(request_date("Wed Feb   6   00:57:45   2013"), moment);
  for (const char* text : {"Wed, 06  Feb 2013 00:57:45 GMT", "Wed , 06 Feb 2013 00:57:45 GMT",
                           "Wed, 06 Feb 2013 00 :57:45 GMT", " Wed, 06 Feb 2013 00:57:45 GMT",
                           "Wed  Feb 6 00:57:45 2013", "Wed,\t06 Feb 2013 00:57:45 GMT",
                           "Wednesday, 06 -Feb-13 00:57:45 GMT", "20130206 T005745Z"}) {
    EXPECT_FALSE(request_date(text)) << text;
  }
}

TEST(RequestDate, refuses_what_only_resembles_a_form) {
  for (const char* text :
       {"We, 06 Feb 2013 00:57:45 GMT", "Wedn, 06 Feb 2013 00:57:45 GMT",
        "Wed, 06 Febr 2013 00:57:45 GMT", "Wed, 06 Xyz 2013 00:57:45 GMT",
        "Xyz, 06 Feb 2013 00:57:45 GMT", "Wed, 06 02 2013 00:57:45 GMT",
        "Wed, -6 Feb 2013 00:57:45 GMT", "Wed, 06 Feb 2013 00:57 GMT",
        "Wed, 06-Feb 2013 00:57:45 GMT", "Wed, 06 Feb-2013 00:57:45 GMT",
        "06 Feb 2013 00:57:45 GMT", "Wed Feb 6 2013 00:57:45", "Wed, Feb 6 00:57:45 2013",
        "20130206T005745", "20130206t005745z", "2013026T005745Z", "20130206T0057450Z",
        "20130206T005745ZZ", "Wed, 06 Feb 2013 00:5a:45 GMT"}) {
    EXPECT_FALSE(request_date(text)) << text;
  }
}

TEST(RequestDate, starts_with_1970_in_utc) {
  EXPECT_EQ(request_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_FALSE(request_date("Thu, 01 Jan 1970 00:00:00 CET"));
  EXPECT_EQ(request_date("Wed, 31 Dec 1969 19:00:00 EST"), 0);
  EXPECT_FALSE(request_date("19691231T235959Z"));
  EXPECT_FALSE(
      request_date("Wed, 06 Feb 13 00:57:45 GMT"));  // the year 13: only RFC 850 shortens years
}

// Far from any clock, yet safe to subtract from one.
TEST(RequestDate, ends_with_the_year_9999) {
  const std::int64_t end = 253'402'300'799;
  EXPECT_EQ(request_date("Fri, 31 Dec 9999 23:59:59 GMT"), end);
  EXPECT_EQ(request_date("Fri, 31 Dec 9999 23:59:59 PST"), end);
  EXPECT_EQ(request_date("Fri, 01 Jan 10000 00:00:00 GMT"), end);
  EXPECT_EQ(request_date("Fri, 01 Jan 99999999999999999999 00:00:00 GMT"), end);
  EXPECT_EQ(request_date("Fri, 99999999999999999999 Jan 2013 00:00:00 GMT"), end);
  EXPECT_EQ(request_date("99999999T999999Z"), end);
}

TEST(RequestDate, puts_years_of_two_digits_between_80_years_ago_and_20_ahead) {
  const auto year_of = [](std::string_view text) {
    const auto time = parse_request_date(text, now);
    if (!time) return 0;
    return static_cast<int>(
        std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time)).year());
  };
  EXPECT_EQ(year_of("Wednesday, 06-Feb-32 00:57:45 GMT"), 2032);
  EXPECT_EQ(year_of("Wednesday, 06-Feb-33 00:57:44 GMT"), 2033);  // within 20 years ahead
  EXPECT_EQ(year_of("Wednesday, 06-Feb-33 00:57:45 GMT"), 0);     // 80 years ago: before 1970
  EXPECT_EQ(year_of("Wednesday, 06-Feb-69 00:57:45 GMT"), 0);
  EXPECT_EQ(year_of("Wednesday, 06-Feb-70 00:57:45 GMT"), 1970);
  EXPECT_EQ(year_of("Wednesday, 06-Feb-99 00:57:45 GMT"), 1999);
  EXPECT_EQ(year_of("Wednesday, 06-Feb-00 00:57:45 GMT"), 2000);
  EXPECT_EQ(year_of("Wed, 06-February-2013 00:57:45 GMT"), 2013);
  EXPECT_EQ(year_of("Wednesday, 06-Feb-013 00:57:45 GMT"), 0);  // the year 13
}

TEST(HttpDate, has_the_three_forms_of_http_and_no_other) {
  for (const char* text : {"Wed, 06 Feb 2013 00:57:45 GMT", "Wednesday, 06-Feb-13 00:57:45 GMT",
                           "Wed Feb  6 00:57:45 2013"}) {
    EXPECT_EQ(epoch(parse_http_date(text, now)), moment) << text;
  }
  for (const char* text : {"20130206T005745Z", "2013-02-06", "yesterday", ""}) {
    EXPECT_FALSE(parse_http_date(text, now)) << text;
  }
}

TEST(IsoBasic, is_read_from_exactly_its_form_within_the_calendar) {
  EXPECT_EQ(epoch(parse_iso_basic("20130206T005745Z")), moment);
  EXPECT_TRUE(parse_iso_basic("20120229T235959Z"));
  for (const char* text :
       {"20130229T005745Z", "20130200T005745Z", "20131306T005745Z", "20130006T005745Z",
        "20130206T240000Z", "20130206T006000Z", "20130206T000060Z", "20130206T005745",
        "20130206T005745z", "20130206 005745Z", "2013-02-06T00:57:45Z", " 20130206T005745Z",
        "+0130206T005745Z", "20130206T00574:Z", ""}) {
    EXPECT_FALSE(parse_iso_basic(text)) << text;
  }
}

TEST(IsoDay, is_a_day_of_the_calendar_at_midnight) {
  EXPECT_EQ(epoch(parse_iso_day("20130206")), moment - moment % 86'400);
  for (const char* text :
       {"20130229", "20131301", "2013026", "201302061", "2013020a", "        ", ""}) {
    EXPECT_FALSE(parse_iso_day(text)) << text;
  }
}

TEST(IsoExtended, is_utc_with_or_without_a_fraction) {
  EXPECT_EQ(parse_iso_extended("2013-02-06T00:57:45Z"), now);
  EXPECT_EQ(parse_iso_extended("2013-02-06T00:57:45.000Z"), now);
  EXPECT_EQ(parse_iso_extended("2013-02-06T00:57:45.25Z"), now + 250ms);
  EXPECT_EQ(parse_iso_extended("2013-02-06T00:57:45.123456789Z"), now + 123'456us);
  EXPECT_EQ(parse_iso_extended("1969-12-31T23:59:59Z"), Time(-1s));
  for (const char* text :
       {"2013-02-06T00:57:45", "2013-02-06T00:57:45+00:00", "2013-02-06 00:57:45Z",
        "2013-02-06T00:57:45.Z", "2013-02-06T00:57:45.1234567890Z", "2013-02-06T00:57:45.1x3Z",
        "2013-02-06T00:57:45,123Z", "2013-02-06T00:57:45 Z", "2013-02-30T00:57:45Z",
        "2013-02-06T24:00:00Z", "20130206T005745Z", "Z", ""}) {
    EXPECT_FALSE(parse_iso_extended(text)) << text;
  }
}

TEST(DateFormats, are_those_of_the_wire) {
  const Time time = now + 987'654us;
  EXPECT_EQ(format_http_date(time), "Wed, 06 Feb 2013 00:57:45 GMT");
  EXPECT_EQ(format_v2_date(time), "Wed, 06 Feb 2013 00:57:45 +0000");
  EXPECT_EQ(format_iso_basic(time), "20130206T005745Z");
  EXPECT_EQ(format_iso_day(time), "20130206");
  EXPECT_EQ(format_iso_extended(time), "2013-02-06T00:57:45Z");
  EXPECT_EQ(format_iso_milliseconds(time), "2013-02-06T00:57:45.000Z");
}

TEST(DateFormats, are_read_back_as_the_same_second) {
  Random random(8);
  for (int round = 0; round < 3000; ++round) {
    const auto second = static_cast<std::int64_t>(random_below(random, 253'402'300'800));
    const Time time{std::chrono::seconds(second)};
    SCOPED_TRACE(second);
    ASSERT_EQ(request_date(format_http_date(time)), second);
    ASSERT_EQ(request_date(format_v2_date(time)), second);
    ASSERT_EQ(epoch(parse_iso_basic(format_iso_basic(time))), second);
    ASSERT_EQ(epoch(parse_iso_day(format_iso_day(time))), second - second % 86'400);
    ASSERT_EQ(parse_iso_extended(format_iso_extended(time)), time);
    ASSERT_EQ(parse_iso_extended(format_iso_milliseconds(time)), time);
  }
}

TEST(DateFormats, name_the_right_weekday) {
  for (std::int64_t day = 0; day < 14; ++day) {  // 1 January 1970 was a Thursday
    const Time time{std::chrono::seconds(day * 86'400)};
    EXPECT_EQ(format_http_date(time).substr(0, 3), weekdays[(day + 4) % 7]) << day;
  }
}

TEST(DateFormats, stay_within_four_digits_of_year) {
  EXPECT_EQ(format_iso_extended(Time::max()), "9999-12-31T23:59:59Z");
  EXPECT_EQ(format_iso_extended(Time::min()), "0000-01-01T00:00:00Z");
  EXPECT_EQ(format_iso_extended(Time(-1us)), "1969-12-31T23:59:59Z");
}

TEST(DateFormat, FractionsAreCutToTheDigitsAskedFor) {
  const Time time = *parse_iso_extended("2013-02-06T00:57:45.012399Z");
  EXPECT_EQ(format_iso_fraction(time, 3), "2013-02-06T00:57:45.012Z");
  EXPECT_EQ(format_iso_fraction(time, 6), "2013-02-06T00:57:45.012399Z");
}

}  // namespace
}  // namespace pail::wire
