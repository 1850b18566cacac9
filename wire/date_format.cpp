#include <algorithm>
#include <array>

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

  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<seconds> clock;
  std::chrono::weekday weekday;

 private:
  static constexpr Seconds start_of_dates =
      std::chrono::sys_days(std::chrono::year(0) / std::chrono::January / 1);

  explicit Parts(Seconds time) noexcept
      : date(floor<days>(time)), clock(time - floor<days>(time)), weekday(floor<days>(time)) {}
};

// Builds a text of at most 31 characters.
class Writer {
 public:
  Writer& digits(long value, std::size_t width) noexcept {
    for (std::size_t i = width; i-- > 0; value /= 10) {
      text_[size_ + i] = static_cast<char>('0' + value % 10);
    }
    size_ += width;
    return *this;
  }
  Writer& text(std::string_view piece) noexcept {
    std::copy(piece.begin(), piece.end(), text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += piece.size();
    return *this;
  }
  Writer& date(const Parts& p, std::string_view separator) noexcept {
    digits(static_cast<int>(p.date.year()), 4).text(separator);
    digits(static_cast<long>(static_cast<unsigned>(p.date.month())), 2).text(separator);
    return digits(static_cast<long>(static_cast<unsigned>(p.date.day())), 2);
  }
  Writer& clock(const Parts& p, std::string_view separator) noexcept {
    digits(p.clock.hours().count(), 2).text(separator);
    digits(p.clock.minutes().count(), 2).text(separator);
    return digits(p.clock.seconds().count(), 2);
  }
  std::string take() const { return std::string(text_.data(), size_); }

 private:
  std::array<char, 32> text_;
  std::size_t size_ = 0;
};

std::string format_rfc1123(Time time, std::string_view zone) {
  const Parts p(time);
  Writer w;
  w.text(weekday_names[p.weekday.c_encoding()].substr(0, 3)).text(", ");
  w.digits(static_cast<long>(static_cast<unsigned>(p.date.day())), 2).text(" ");
  w.text(month_names[static_cast<unsigned>(p.date.month()) - 1].substr(0, 3)).text(" ");
  w.digits(static_cast<int>(p.date.year()), 4).text(" ").clock(p, ":").text(" ").text(zone);
  return w.take();
}

std::string format_extended(Time time, std::string_view end) {
  const Parts p(time);
  return Writer().date(p, "-").text("T").clock(p, ":").text(end).take();
}

}  // namespace

std::string format_http_date(Time time) {
  return format_rfc1123(time, "GMT");
}
std::string format_v2_date(Time time) {
  return format_rfc1123(time, "+0000");
}

std::string format_iso_basic(Time time) {
  const Parts p(time);
  return Writer().date(p, "").text("T").clock(p, "").text("Z").take();
}

std::string format_iso_day(Time time) {
  return Writer().date(Parts(time), "").take();
}
std::string format_iso_extended(Time time) {
  return format_extended(time, "Z");
}
std::string format_iso_milliseconds(Time time) {
  return format_extended(time, ".000Z");
}

}  // namespace pail::wire
