// Dates as S3 reads and writes them. Reading follows what was measured of the service (lenient
// calendar, strict separators); writing has one function per form. Spec: shared/spec/sigv2.md §6,
// semantics.md §27.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "wire/clock.hpp"

namespace pail::wire {

// The four forms of Date and x-amz-date: ISO 8601 basic, RFC 1123, RFC 850, asctime. nullopt: not a
// date, or before 1970. A time after year 9999 comes back as that year's last second. `now` settles
// two-digit years only (80 years back to 20 ahead).
std::optional<Seconds> parse_request_date(std::string_view text, Time now);
// Exactly yyyyMMdd'T'HHmmss'Z', every field in its calendar range: what X-Amz-Date must be.
std::optional<Seconds> parse_iso_basic(std::string_view text) noexcept;
// yyyyMMdd of a credential scope, as midnight UTC; nullopt unless eight digits forming a calendar
// day.
std::optional<Seconds> parse_iso_day(std::string_view text) noexcept;
// HTTP dates of If-Modified-Since and friends: the three RFC 7231 forms. nullopt when unreadable
// (the header is then ignored by S3).
std::optional<Seconds> parse_http_date(std::string_view text, Time now);
// 2007-12-01T12:00:00Z or with a fraction of up to nine digits (SDKs print what their clocks have;
// what is finer than a Time is cut off), UTC only: POST policy expirations, XML dates.
std::optional<Time> parse_iso_extended(std::string_view text) noexcept;

// An HTTP date in room of its own: every answer has one or two of them.
struct HttpDate {
  std::array<char, 29> text;
  operator std::string_view() const noexcept { return {text.data(), text.size()}; }
};

// A time outside the years 0..9999 is written as the nearest one inside.
HttpDate http_date(Time time) noexcept;   // Wed, 06 Feb 2013 00:57:45 GMT
std::string format_http_date(Time time);  // the same
std::string format_v2_date(Time time);    // Wed, 06 Feb 2013 00:57:45 +0000: the signing service's
std::string format_iso_basic(Time time);  // 20130206T005745Z
std::string format_iso_day(Time time);    // 20130206
std::string format_iso_extended(Time time);  // 2013-02-06T00:57:45Z: ServerTime, Expires elements
std::string format_iso_milliseconds(Time time);  // 2013-02-06T00:57:45.000Z: listings, always .000
// 2013-02-06T00:57:45.123Z: as exactly as that many digits say, 1 to 6, the rest cut off.
std::string format_iso_fraction(Time time, unsigned digits);

}  // namespace pail::wire
