// The calendar behind date.hpp's readers and writers, for wire/date*.cpp alone. Plain values and
// pure functions. Spec: shared/spec/sigv2.md §6.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "wire/date.hpp"

namespace pail::wire::detail {

inline constexpr std::string_view weekday_names[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                     "Thursday", "Friday", "Saturday"};
inline constexpr std::string_view month_names[] = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

// The last second that four digits of year can write.
inline constexpr Seconds end_of_dates =
    std::chrono::sys_days(std::chrono::year(9999) / std::chrono::December / 31) +
    std::chrono::hours(24) - std::chrono::seconds(1);

// What a date text says, in UTC unless a zone is given with it. Fields may lie outside the calendar
// (37 January).
struct DateFields {
  int year = 0;
  int month = 1;
  int day = 1;
  int hour = 0, minute = 0, second = 0;
};

// Fields beyond their range run over into the next ones. `zone`: how far the text's clock is ahead
// of UTC. A time after year 9999 becomes end_of_dates: as far from any server's clock, and safe to
// compute with.
inline Seconds to_time(const DateFields& f, std::chrono::minutes zone = {}) noexcept {
  using namespace std::chrono;
  if (f.year > 9999) return end_of_dates;
  const auto first_day = (year(f.year) / January + months(f.month - 1)) / 1;
  const Seconds time = sys_days(first_day) + days(f.day - 1) + hours(f.hour) + minutes(f.minute) +
                       seconds(f.second) - zone;
  return std::min(time, end_of_dates);
}

// What S3 takes for no date at all.
inline std::optional<Seconds> unless_before_1970(Seconds time) noexcept {
  if (time < Seconds{}) return std::nullopt;
  return time;
}

// Lenient readers; nullopt: not a date of that form, or before 1970 (which S3 takes for none).
std::optional<Seconds> read_http_date(std::string_view text, Time now) noexcept;
std::optional<Seconds> read_iso_basic(std::string_view text) noexcept;

}  // namespace pail::wire::detail
