#include "emulator/access/policy_values.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "wire/text.hpp"

namespace pail::access {
namespace {

using std::chrono::microseconds;

constexpr std::size_t year_digits = 4;
constexpr std::int64_t epoch_seconds_max = 253'402'300'799;  // the end of year 9999

// Exactly `digits` digits off the front.
std::optional<unsigned> take_number(std::string_view& rest, std::size_t digits) noexcept {
  const std::string_view piece = rest.substr(0, digits);
  const auto number = wire::parse_unsigned(piece);
  if (piece.size() != digits || !number) return std::nullopt;
  rest.remove_prefix(digits);
  return static_cast<unsigned>(*number);
}

// As above, behind the separator.
std::optional<unsigned> take_number_after(std::string_view& rest, char separator) noexcept {
  if (!rest.starts_with(separator)) return std::nullopt;
  rest.remove_prefix(1);
  return take_number(rest, 2);
}

// YYYY, YYYY-MM or YYYY-MM-DD.
std::optional<std::chrono::sys_days> take_day(std::string_view& rest) noexcept {
  const auto year = take_number(rest, year_digits);
  if (!year) return std::nullopt;
  std::optional<unsigned> month = 1;
  std::optional<unsigned> day = 1;
  if (rest.starts_with('-')) month = take_number_after(rest, '-');
  if (rest.starts_with('-')) day = take_number_after(rest, '-');
  if (!month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

// ".123456": what is finer than a microsecond is cut off.
std::optional<microseconds> take_fraction(std::string_view& rest) noexcept {
  rest.remove_prefix(1);
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits == 0) return std::nullopt;
  microseconds fraction{0};
  std::int64_t unit = 100'000;
  for (const char digit : rest.substr(0, digits)) {
    fraction += microseconds(unit * (digit - '0'));
    unit /= 10;
  }
  rest.remove_prefix(digits);
  return fraction;
}

// Thh:mm, Thh:mm:ss or Thh:mm:ss.fraction.
std::optional<microseconds> take_time(std::string_view& rest) noexcept {
  const auto hour = take_number_after(rest, 'T');
  const auto minute = hour ? take_number_after(rest, ':') : std::nullopt;
  std::optional<unsigned> second = 0;
  std::optional<microseconds> fraction = microseconds(0);
  if (rest.starts_with(':')) {
    second = take_number_after(rest, ':');
    if (rest.starts_with('.')) fraction = take_fraction(rest);
  }
  if (!minute || !second || !fraction) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second) +
         *fraction;
}

// Z, +hh:mm or -hh:mm, and then nothing more.
std::optional<std::chrono::minutes> parse_zone(std::string_view text) noexcept {
  if (text == "Z") return std::chrono::minutes(0);
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const char sign = text.front();
  const auto hours = take_number_after(text, sign);
  const auto minutes = hours ? take_number_after(text, ':') : std::nullopt;
  if (!minutes || *hours > 23 || *minutes > 59 || !text.empty()) return std::nullopt;
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return sign == '-' ? -offset : offset;
}

std::optional<wire::Time> parse_epoch(std::string_view text) noexcept {
  const auto seconds = parse_number(text);
  if (!seconds || std::abs(*seconds) > static_cast<double>(epoch_seconds_max)) return std::nullopt;
  return wire::Time(microseconds(std::llround(*seconds * 1e6)));
}

}  // namespace

std::optional<double> parse_number(std::string_view text) noexcept {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::optional<wire::Time> parse_date(std::string_view text) noexcept {
  std::string_view rest = text;
  const auto day = take_day(rest);
  if (!day) return parse_epoch(text);
  if (rest.empty()) return wire::Time(*day);
  // Four digits that go on without a hyphen are seconds since 1970 after all.
  if (!rest.starts_with('T')) return parse_epoch(text);
  const auto time = take_time(rest);
  const auto zone = parse_zone(rest);
  if (!time || !zone) return std::nullopt;
  return wire::Time(*day) + *time - *zone;
}

std::optional<bool> parse_truth(std::string_view text) noexcept {
  if (wire::iequals(text, "true")) return true;
  if (wire::iequals(text, "false")) return false;
  return std::nullopt;
}

std::optional<Network> Network::parse(std::string_view text) noexcept {
  constexpr std::size_t mapped_bytes = 12;  // ::ffff: in front of an IPv4 address
  constexpr std::array<std::uint8_t, mapped_bytes> mapped = {0, 0, 0, 0, 0,    0,
                                                             0, 0, 0, 0, 0xff, 0xff};
  Network network;
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  if (address.find('\0') != address.npos) return std::nullopt;  // inet_pton would stop there
  if (::inet_pton(AF_INET, address.c_str(), network.bytes_.data()) != 1) {
    if (::inet_pton(AF_INET6, address.c_str(), network.bytes_.data()) != 1) return std::nullopt;
    network.wide_ = true;
  }
  const std::uint64_t width = network.wide_ ? 128 : 32;
  const auto bits = slash == text.npos ? width : wire::parse_unsigned(text.substr(slash + 1));
  if (!bits || *bits > width) return std::nullopt;
  network.prefix_bits_ = static_cast<unsigned>(*bits);
  if (network.wide_ && network.prefix_bits_ >= mapped_bytes * 8 &&
      std::equal(mapped.begin(), mapped.end(), network.bytes_.begin())) {
    std::copy(network.bytes_.begin() + mapped_bytes, network.bytes_.end(), network.bytes_.begin());
    network.wide_ = false;
    network.prefix_bits_ -= static_cast<unsigned>(mapped_bytes * 8);
  }
  return network;
}

bool Network::contains(const Network& other) const noexcept {
  if (wide_ != other.wide_ || other.prefix_bits_ < prefix_bits_) return false;
  const std::size_t whole = prefix_bits_ / 8;
  if (!std::equal(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(whole),
                  other.bytes_.begin())) {
    return false;
  }
  if (prefix_bits_ % 8 == 0) return true;
  return ((bytes_[whole] ^ other.bytes_[whole]) >> (8 - prefix_bits_ % 8)) == 0;
}

}  // namespace pail::access
