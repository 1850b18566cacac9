#include <algorithm>
#include <array>
#include <cstring>

#include "wire/date_fields.hpp"

namespace pail::wire {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;
using namespace detail;

// A time taken apart, kept within the years that four digits can write.
struct Parts {
  explicit Parts(Time time) noexcept
      : Parts(std::clamp<Seconds>(floor<seconds>(time), start_of_dates, end_of_dates)) {}

  std::chrono::sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<seconds> clock;
  std::chrono::weekday weekday;

 private:
  static constexpr Seconds start_of_dates =
      std::chrono::sys_days(std::chrono::year(0) / std::chrono::January / 1);

  explicit Parts(Seconds time) noexcept
      : day(floor<days>(time)), date(day), clock(time - day), weekday(day) {}
};

// Builds a text of at most 31 characters, most of it by copies of a size that the compiler knows.
class Writer {
 public:
  Writer& two(unsigned value) noexcept {
    text_[size_++] = static_cast<char>('0' + value / 10);
    text_[size_++] = static_cast<char>('0' + value % 10);
    return *this;
  }
  template <std::size_t n>
  Writer& text(const char (&literal)[n]) noexcept {
    std::memcpy(text_.data() + size_, literal, n - 1);
    size_ += n - 1;
    return *this;
  }
  Writer& text(std::string_view piece) noexcept {
    std::memcpy(text_.data() + size_, piece.data(), piece.size());
    size_ += piece.size();
    return *this;
  }
  // The first three letters.
  Writer& short_name(std::string_view name) noexcept {
    std::memcpy(text_.data() + size_, name.data(), 3);
    size_ += 3;
    return *this;
  }
  Writer& year(const Parts& p) noexcept {
    const auto year = static_cast<unsigned>(static_cast<int>(p.date.year()));
    return two(year / 100).two(year % 100);
  }
  Writer& month(const Parts& p) noexcept { return two(static_cast<unsigned>(p.date.month())); }
  Writer& day(const Parts& p) noexcept { return two(static_cast<unsigned>(p.date.day())); }
  template <std::size_t n>
  Writer& clock(const Parts& p, const char (&separator)[n]) noexcept {
    two(static_cast<unsigned>(p.clock.hours().count())).text(separator);
    two(static_cast<unsigned>(p.clock.minutes().count())).text(separator);
    return two(static_cast<unsigned>(p.clock.seconds().count()));
  }
  std::string take() const { return std::string(text_.data(), size_); }
  HttpDate http_date() const noexcept {
    HttpDate date;
    std::memcpy(date.text.data(), text_.data(), date.text.size());
    return date;
  }

 private:
  std::array<char, 32> text_;
  std::size_t size_ = 0;
};

Writer rfc1123(Time time, std::string_view zone) noexcept {
  const Parts p(time);
  Writer w;
  w.short_name(weekday_names[p.weekday.c_encoding()]).text(", ").day(p).text(" ");
  w.short_name(month_names[static_cast<unsigned>(p.date.month()) - 1]).text(" ");
  w.year(p).text(" ").clock(p, ":").text(" ").text(zone);
  return w;
}

std::string format_extended(Time time, std::string_view end) {
  const Parts p(time);
  Writer w;
  w.year(p).text("-").month(p).text("-").day(p).text("T").clock(p, ":").text(end);
  return w.take();
}

}  // namespace

HttpDate http_date(Time time) noexcept {
  return rfc1123(time, "GMT").http_date();
}
std::string format_http_date(Time time) {
  return std::string(http_date(time));
}
std::string format_v2_date(Time time) {
  return rfc1123(time, "+0000").take();
}

std::string format_iso_basic(Time time) {
  const Parts p(time);
  return Writer().year(p).month(p).day(p).text("T").clock(p, "").text("Z").take();
}

std::string format_iso_day(Time time) {
  const Parts p(time);
  return Writer().year(p).month(p).day(p).take();
}

std::string format_iso_extended(Time time) {
  return format_extended(time, "Z");
}
std::string format_iso_milliseconds(Time time) {
  return format_extended(time, ".000Z");
}

std::string format_iso_fraction(Time time, unsigned digits) {
  const auto fraction = time - floor<seconds>(time);
  const std::string microseconds = std::to_string(1'000'000 + fraction.count()).substr(1);
  return format_extended(time, "." + microseconds.substr(0, digits) + "Z");
}

}  // namespace pail::wire
