// Dates as the service reads them: a lenient calendar behind separators that must stand character
// for character.
#include <algorithm>

#include "wire/date_fields.hpp"
#include "wire/text.hpp"

namespace pail::wire::detail {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

struct Zone {
  std::string_view name;
  minutes offset;
};

// sigv2.md §6, as measured: IST is Israel's, and summer time of Adelaide is given as standard time.
constexpr Zone zones[] = {
    {"GMT", 0min},    {"UTC", 0min}, {"WET", 0min},    {"BST", 1h},      {"CET", 1h},
    {"WAT", 1h},      {"WEST", 1h},  {"CEST", 2h},     {"EET", 2h},      {"SAST", 2h},
    {"CAT", 2h},      {"IST", 2h},   {"EEST", 3h},     {"MSK", 3h},      {"EAT", 3h},
    {"PKT", 5h},      {"WIB", 7h},   {"HKT", 8h},      {"AWST", 8h},     {"JST", 9h},
    {"KST", 9h},      {"WIT", 9h},   {"ACST", 570min}, {"ACDT", 570min}, {"AEST", 10h},
    {"CHST", 10h},    {"AEDT", 11h}, {"NZST", 12h},    {"NZDT", 13h},    {"NST", -210min},
    {"NDT", -150min}, {"ADT", -3h},  {"AST", -4h},     {"EDT", -4h},     {"EST", -5h},
    {"CDT", -5h},     {"CST", -6h},  {"MDT", -6h},     {"MST", -7h},     {"PDT", -7h},
    {"PST", -8h},     {"AKDT", -8h}, {"AKST", -9h},    {"HST", -10h},    {"HDT", -10h},
    {"SST", -11h},
};

struct Number {
  int value;
  std::size_t digits;
};

// Takes pieces off the front of a text; each step says whether it was there.
class Reader {
 public:
  explicit Reader(std::string_view text) noexcept : rest_(text) {}

  bool at_end() const noexcept { return rest_.empty(); }
  bool take(char c) noexcept {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void skip_spaces() noexcept { rest_.remove_prefix(run_of(' ', ' ')); }

  // Extra spaces may precede a number. A run too long for an int stays at a value beyond any
  // calendar.
  std::optional<Number> number() noexcept {
    skip_spaces();
    const std::size_t digits = run_of('0', '9');
    if (digits == 0) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) value = std::min(value * 10 + (c - '0'), huge);
    rest_.remove_prefix(digits);
    return Number{value, digits};
  }
  bool number(int& into) noexcept {
    const auto n = number();
    if (n) into = n->value;
    return n.has_value();
  }
  // Exactly `width` digits.
  std::optional<int> digits(std::size_t width) noexcept {
    if (run_of('0', '9') != width) return std::nullopt;
    return number()->value;
  }
  std::string_view word() noexcept {
    std::size_t n = 0;
    while (n < rest_.size() && to_lower(rest_[n]) >= 'a' && to_lower(rest_[n]) <= 'z') ++n;
    const std::string_view word = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return word;
  }
  // A name of the table, in full or as its first three letters; its place.
  template <std::size_t N>
  std::optional<std::size_t> name(const std::string_view (&names)[N]) noexcept {
    const std::string_view given = word();
    const auto* found = std::find_if(names, names + N, [&](std::string_view name) {
      return iequals(given, name) || iequals(given, name.substr(0, 3));
    });
    if (found == names + N) return std::nullopt;
    return static_cast<std::size_t>(found - names);
  }

 private:
  static constexpr int huge = 100'000'000;

  std::size_t run_of(char low, char high) const noexcept {
    std::size_t n = 0;
    while (n < rest_.size() && rest_[n] >= low && rest_[n] <= high) ++n;
    return n;
  }

  std::string_view rest_;
};

bool read_month(Reader& r, DateFields& f) noexcept {
  const auto place = r.name(month_names);
  if (place) f.month = static_cast<int>(*place) + 1;
  return place.has_value();
}

bool read_clock(Reader& r, DateFields& f) noexcept {
  return r.number(f.hour) && r.take(':') && r.number(f.minute) && r.take(':') && r.number(f.second);
}

bool read_year(Reader& r, DateFields& f) noexcept {
  const auto year = r.number();
  if (year) f.year = year->value;
  return year.has_value();
}

// "+0930": hours to 23, minutes to 59, four digits.
std::optional<minutes> read_offset(Reader& r) noexcept {
  const auto hhmm = r.digits(4);
  if (!hhmm || *hhmm / 100 > 23 || *hhmm % 100 > 59) return std::nullopt;
  return hours(*hhmm / 100) + minutes(*hhmm % 100);
}

// What may follow "GMT+": "9:00" or "09:00".
std::optional<minutes> read_offset_with_colon(Reader& r) noexcept {
  auto hour = r.digits(2);
  if (!hour) hour = r.digits(1);
  if (!hour || *hour > 23 || !r.take(':')) return std::nullopt;
  const auto minute = r.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  return hours(*hour) + minutes(*minute);
}

std::optional<minutes> negated(std::optional<minutes> offset) noexcept {
  if (offset) offset = -*offset;
  return offset;
}

std::optional<minutes> read_zone(Reader& r) noexcept {
  r.skip_spaces();
  if (r.take('+')) return read_offset(r);
  if (r.take('-')) return negated(read_offset(r));
  const std::string_view name = r.word();
  const auto* zone = std::find_if(std::begin(zones), std::end(zones),
                                  [&](const Zone& z) { return iequals(z.name, name); });
  if (zone == std::end(zones)) return std::nullopt;
  if (zone->name != "GMT") return zone->offset;
  if (r.take('+')) return read_offset_with_colon(r);
  if (r.take('-')) return negated(read_offset_with_colon(r));
  return zone->offset;
}

// " 00:57:45 GMT" and the end: how both RFC forms go on behind the year.
std::optional<minutes> read_clock_and_zone(Reader& r, DateFields& f) noexcept {
  if (!r.take(' ') || !read_clock(r, f) || !r.take(' ')) return std::nullopt;
  const auto zone = read_zone(r);
  return r.at_end() ? zone : std::nullopt;
}

// The year of two digits that puts the date between 80 years before `now` and 20 after it.
Seconds in_century_around(Time now, DateFields f, minutes zone) noexcept {
  const std::chrono::year_month_day today(floor<days>(now));
  const int first_year = static_cast<int>(today.year()) - 80;
  f.year += first_year - first_year % 100;
  if (f.year < first_year) f.year += 100;
  // In the year where the hundred begin, the rest of the date decides which end it belongs to.
  const Seconds begin =
      std::chrono::sys_days(std::chrono::year(first_year) / today.month() / today.day()) +
      (floor<seconds>(now) - floor<days>(now));
  const Seconds time = to_time(f, zone);
  if (f.year > first_year || time >= begin) return time;
  f.year += 100;
  return to_time(f, zone);
}

// "06 Feb 2013 ..." behind "Wed, ".
std::optional<Seconds> read_rfc1123(Reader r, DateFields f) noexcept {
  if (!r.take(' ') || !read_month(r, f) || !r.take(' ') || !read_year(r, f)) return std::nullopt;
  const auto zone = read_clock_and_zone(r, f);
  if (!zone) return std::nullopt;
  return unless_before_1970(to_time(f, *zone));
}

// "06-Feb-13 ..." behind "Wednesday, ".
std::optional<Seconds> read_rfc850(Reader r, DateFields f, Time now) noexcept {
  if (!r.take('-') || !read_month(r, f) || !r.take('-')) return std::nullopt;
  const auto year = r.number();
  if (!year) return std::nullopt;
  f.year = year->value;
  const auto zone = read_clock_and_zone(r, f);
  if (!zone) return std::nullopt;
  const bool short_year = year->digits == 2;
  return unless_before_1970(short_year ? in_century_around(now, f, *zone) : to_time(f, *zone));
}

// " Feb  6 00:57:45 2013" behind "Wed": always UTC.
std::optional<Seconds> read_asctime(Reader r) noexcept {
  DateFields f;
  if (!r.take(' ') || !read_month(r, f) || !r.take(' ') || !r.number(f.day) || !r.take(' ') ||
      !read_clock(r, f) || !r.take(' ') || !read_year(r, f) || !r.at_end()) {
    return std::nullopt;
  }
  return unless_before_1970(to_time(f));
}

}  // namespace

// The three forms that HTTP knows.
std::optional<Seconds> read_http_date(std::string_view text, Time now) noexcept {
  Reader r(text);
  if (!r.name(weekday_names)) return std::nullopt;
  if (!r.take(',')) return read_asctime(r);
  DateFields f;
  if (!r.take(' ') || !r.number(f.day)) return std::nullopt;
  if (const auto time = read_rfc1123(r, f)) return time;
  return read_rfc850(r, f, now);
}

// 20130206T005745Z, where a field may run over its range.
std::optional<Seconds> read_iso_basic(std::string_view text) noexcept {
  Reader r(text);
  r.skip_spaces();
  const auto date = r.digits(8);
  if (!date || !r.take('T')) return std::nullopt;
  r.skip_spaces();
  const auto clock = r.digits(6);
  if (!clock || !r.take('Z') || !r.at_end()) return std::nullopt;
  return unless_before_1970(to_time({*date / 10'000, *date / 100 % 100, *date % 100,
                                     *clock / 10'000, *clock / 100 % 100, *clock % 100}));
}

}  // namespace pail::wire::detail
