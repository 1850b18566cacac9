#include "cli/amount.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "wire/text.hpp"

namespace pail::cli {
namespace {

struct Amount {
  double number;
  std::string unit;  // lower case
};

std::optional<Amount> parse_amount(std::string_view text) noexcept {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  if (digits == 0) return std::nullopt;
  double number = 0;
  const char* const end = text.data() + digits;
  const auto read = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return Amount{number, wire::lower(text.substr(digits))};
}

std::optional<double> bytes_of(std::string_view unit) noexcept {
  if (unit.empty() || unit == "b") return 1;
  constexpr std::string_view powers = "kmgt";
  const std::size_t power = powers.find(unit[0]);
  const std::string_view rest = unit.substr(1);
  if (power == powers.npos || !(rest.empty() || rest == "b" || rest == "ib")) return std::nullopt;
  return std::pow(1024.0, static_cast<double>(power + 1));
}

std::optional<double> milliseconds_of(std::string_view unit) noexcept {
  if (unit == "ms") return 1;
  if (unit.empty() || unit == "s") return 1e3;
  if (unit == "m") return 60e3;
  if (unit == "h") return 3600e3;
  if (unit == "d") return 86400e3;
  return std::nullopt;
}

constexpr double bytes_end = 9223372036854775808.0;  // 2^63
constexpr double milliseconds_end = 3.2e12;          // a century

}  // namespace

std::optional<std::uint64_t> parse_bytes(std::string_view text) noexcept {
  // Exactly where a double could not be.
  if (const auto whole = wire::parse_unsigned(text)) return whole;
  const auto amount = parse_amount(text);
  const auto unit = amount ? bytes_of(amount->unit) : std::nullopt;
  if (!unit || amount->number * *unit >= bytes_end) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(amount->number * *unit));
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
  const auto amount = parse_amount(text);
  const auto unit = amount ? milliseconds_of(amount->unit) : std::nullopt;
  if (!unit || amount->number * *unit >= milliseconds_end) return std::nullopt;
  return std::chrono::milliseconds(std::llround(amount->number * *unit));
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t left = text.size(); left > 3; left -= 3) text.insert(left - 3, 1, ',');
  return text;
}

std::string short_duration(std::chrono::milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1000 || (ms < 60'000 && ms % 1000 != 0)) {
    return fmt::format("{:.3g}s", static_cast<double>(ms) / 1000);
  }
  std::string text;
  auto rest = ms / 1000;
  for (const auto& [seconds, unit] : {std::pair{86400, 'd'}, {3600, 'h'}, {60, 'm'}, {1, 's'}}) {
    if (rest >= seconds) text += fmt::format("{}{}", rest / seconds, unit);
    rest %= seconds;
  }
  return text;
}

}  // namespace pail::cli
