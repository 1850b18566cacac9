#include "wire/date.hpp"

#include <cstdint>

#include "wire/date_fields.hpp"

namespace pail::wire {
namespace {

using namespace detail;

// Decimal digits at fixed places; `good` falls when one of them is none.
class Columns {
 public:
  explicit Columns(std::string_view text) noexcept : text_(text) {}

  template <std::size_t Width>
  int number(std::size_t at) noexcept {
    int value = 0;
    for (std::size_t i = at; i < at + Width; ++i) {
      const auto digit = static_cast<unsigned>(static_cast<unsigned char>(text_[i])) - '0';
      good_ &= digit <= 9;
      value = value * 10 + static_cast<int>(digit);
    }
    return value;
  }
  void is(std::size_t at, char c) noexcept { good_ &= text_[at] == c; }
  bool good() const noexcept { return good_; }

 private:
  std::string_view text_;
  bool good_ = true;
};

constexpr std::uint32_t letters_of(std::string_view text, std::size_t at) noexcept {
  const auto letter = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  return letter(0) << 16 | letter(1) << 8 | letter(2);
}

// Its place among the names, by the first three letters and with their case; the array's size when
// it is none.
template <std::size_t N>
constexpr std::size_t place(const std::string_view (&names)[N], std::uint32_t letters) noexcept {
  std::size_t i = 0;
  while (i < N && letters_of(names[i], 0) != letters) ++i;
  return i;
}

bool in_calendar(const DateFields& f) noexcept {
  const std::chrono::year_month_day date(std::chrono::year(f.year),
                                         std::chrono::month(static_cast<unsigned>(f.month)),
                                         std::chrono::day(static_cast<unsigned>(f.day)));
  return date.ok() && f.hour <= 23 && f.minute <= 59 && f.second <= 59;
}

// Wed, 06 Feb 2013 00:57:45 GMT, or +0000 for GMT. nullopt: let the lenient reader look.
std::optional<Seconds> parse_fixed_rfc1123(std::string_view text) noexcept {
  if (!(text.size() == 29 && text.ends_with(" GMT")) &&
      !(text.size() == 31 && text.ends_with(" +0000"))) {
    return std::nullopt;
  }
  Columns c(text);
  DateFields f;
  f.day = c.number<2>(5);
  f.year = c.number<4>(12);
  f.hour = c.number<2>(17);
  f.minute = c.number<2>(20);
  f.second = c.number<2>(23);
  c.is(3, ',');
  c.is(4, ' ');
  c.is(7, ' ');
  c.is(11, ' ');
  c.is(16, ' ');
  c.is(19, ':');
  c.is(22, ':');
  const std::size_t month = place(month_names, letters_of(text, 8));
  if (!c.good() || month == std::size(month_names)) return std::nullopt;
  if (place(weekday_names, letters_of(text, 0)) == std::size(weekday_names)) return std::nullopt;
  f.month = static_cast<int>(month) + 1;
  return to_time(f);
}

// What stands between the seconds and the Z: nothing, or a point and up to nine digits. SDKs print
// what their clocks have; what is finer than a Time is cut off.
std::optional<std::chrono::microseconds> parse_fraction(std::string_view text) noexcept {
  if (text.empty()) return std::chrono::microseconds(0);
  if (text.size() < 2 || text.size() > 10 || text.front() != '.') return std::nullopt;
  int value = 0;
  for (std::size_t i = 1; i <= 6; ++i) {
    value = value * 10 + (i < text.size() ? text[i] - '0' : 0);
  }
  const bool digits = text.find_first_not_of("0123456789", 1) == std::string_view::npos;
  if (!digits) return std::nullopt;
  return std::chrono::microseconds(value);
}

}  // namespace

std::optional<Seconds> parse_request_date(std::string_view text, Time now) {
  if (const auto time = parse_fixed_rfc1123(text)) return unless_before_1970(*time);
  if (const auto time = parse_iso_basic(text)) return unless_before_1970(*time);
  if (const auto time = read_http_date(text, now)) return time;
  return read_iso_basic(text);
}

std::optional<Seconds> parse_iso_basic(std::string_view text) noexcept {
  if (text.size() != 16) return std::nullopt;
  Columns c(text);
  const DateFields f{c.number<4>(0), c.number<2>(4),  c.number<2>(6),
                     c.number<2>(9), c.number<2>(11), c.number<2>(13)};
  c.is(8, 'T');
  c.is(15, 'Z');
  if (!c.good() || !in_calendar(f)) return std::nullopt;
  return to_time(f);
}

std::optional<Seconds> parse_iso_day(std::string_view text) noexcept {
  if (text.size() != 8) return std::nullopt;
  Columns c(text);
  const DateFields f{c.number<4>(0), c.number<2>(4), c.number<2>(6)};
  if (!c.good() || !in_calendar(f)) return std::nullopt;
  return to_time(f);
}

std::optional<Seconds> parse_http_date(std::string_view text, Time now) {
  if (const auto time = parse_fixed_rfc1123(text)) return unless_before_1970(*time);
  return read_http_date(text, now);
}

std::optional<Time> parse_iso_extended(std::string_view text) noexcept {
  // The shortest text is 2007-12-01T12:00:00Z; a fraction stands between the seconds and the Z.
  if (text.size() < 20 || !text.ends_with('Z')) return std::nullopt;
  Columns c(text);
  const DateFields f{c.number<4>(0),  c.number<2>(5),  c.number<2>(8),
                     c.number<2>(11), c.number<2>(14), c.number<2>(17)};
  c.is(4, '-');
  c.is(7, '-');
  c.is(10, 'T');
  c.is(13, ':');
  c.is(16, ':');
  if (!c.good() || !in_calendar(f)) return std::nullopt;
  const auto fraction = parse_fraction(text.substr(19, text.size() - 20));
  if (!fraction) return std::nullopt;
  return to_time(f) + *fraction;
}

}  // namespace pail::wire
