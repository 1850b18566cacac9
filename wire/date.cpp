#include "wire/date.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "wire/date_fields.hpp"

namespace pail::wire {
namespace {

using namespace detail;

// Reads a text whose columns are known; `good` falls when one of them holds something else. Written
// without loops, since nearly every request comes through here.
class Columns {
 public:
  explicit Columns(std::string_view text) noexcept : text_(text.data()) {}

  int two(std::size_t at) noexcept { return 10 * digit(at) + digit(at + 1); }
  int four(std::size_t at) noexcept { return 100 * two(at) + two(at + 2); }
  void is(std::size_t at, char c) noexcept { good_ &= text_[at] == c; }
  bool good() const noexcept { return good_; }

 private:
  int digit(std::size_t at) noexcept {
    const int value = text_[at] - '0';
    good_ &= static_cast<unsigned>(value) <= 9;
    return value;
  }

  const char* text_;
  bool good_ = true;
};

constexpr std::uint32_t three_letters(const char* text) noexcept {
  const auto letter = [&](int i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  return letter(0) << 16 | letter(1) << 8 | letter(2);
}

// The first three letters of each name, as numbers: one comparison a name.
template <std::size_t N>
constexpr std::array<std::uint32_t, N> short_forms(const std::string_view (&names)[N]) noexcept {
  std::array<std::uint32_t, N> forms{};
  for (std::size_t i = 0; i < N; ++i) forms[i] = three_letters(names[i].data());
  return forms;
}

constexpr auto short_weekdays = short_forms(weekday_names);
constexpr auto short_months = short_forms(month_names);

template <std::size_t N>
std::size_t place(const std::array<std::uint32_t, N>& forms, const char* text) noexcept {
  const auto* const found = std::find(forms.begin(), forms.end(), three_letters(text));
  return static_cast<std::size_t>(found - forms.begin());
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
  const std::size_t weekday = place(short_weekdays, text.data());
  const std::size_t month = place(short_months, text.data() + 8);
  Columns c(text);
  const DateFields f{c.four(12), static_cast<int>(month) + 1, c.two(5), c.two(17), c.two(20),
                     c.two(23)};
  c.is(3, ',');
  c.is(4, ' ');
  c.is(7, ' ');
  c.is(11, ' ');
  c.is(16, ' ');
  c.is(19, ':');
  c.is(22, ':');
  if (!c.good() || weekday == short_weekdays.size() || month == short_months.size()) {
    return std::nullopt;
  }
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
  const DateFields f{c.four(0), c.two(4), c.two(6), c.two(9), c.two(11), c.two(13)};
  c.is(8, 'T');
  c.is(15, 'Z');
  if (!c.good() || !in_calendar(f)) return std::nullopt;
  return to_time(f);
}

std::optional<Seconds> parse_iso_day(std::string_view text) noexcept {
  if (text.size() != 8) return std::nullopt;
  Columns c(text);
  const DateFields f{c.four(0), c.two(4), c.two(6)};
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
  const DateFields f{c.four(0), c.two(5), c.two(8), c.two(11), c.two(14), c.two(17)};
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
