#include "emulator/model/range.hpp"

#include <algorithm>
#include <limits>

#include "wire/text.hpp"

namespace pail::model {
namespace {

constexpr std::string_view unit = "bytes=";

// One end of a range: digits, or nothing. Ends too large for us are as far out as we can count.
struct End {
  bool given = false;
  std::uint64_t value = 0;
};

std::optional<End> parse_end(std::string_view text) noexcept {
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (text.empty()) return End{};
  return End{true, wire::parse_unsigned(text).value_or(std::numeric_limits<std::uint64_t>::max())};
}

wire::Error unsatisfiable(std::string_view header, std::uint64_t size) {
  return wire::Error(wire::Errc::InvalidRange)
      .with("RangeRequested", header)
      .with("ActualObjectSize", std::to_string(size));
}

}  // namespace

wire::Result<std::optional<ByteRange>> parse_range(std::string_view header, std::uint64_t size) {
  if (!wire::istarts_with(header, unit)) return std::nullopt;
  const std::string_view spec = header.substr(unit.size());
  const std::size_t dash = spec.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  // A list of ranges fails here too: a comma is no digit.
  const auto first = parse_end(spec.substr(0, dash));
  const auto last = parse_end(spec.substr(dash + 1));
  if (!first || !last || (!first->given && !last->given)) return std::nullopt;
  if (first->given && last->given && last->value < first->value) return std::nullopt;

  if (!first->given) {  // the last n bytes
    const std::uint64_t length = std::min(last->value, size);
    if (length == 0) return unsatisfiable(header, size);
    return ByteRange{size - length, length};
  }
  if (first->value >= size) return unsatisfiable(header, size);
  const std::uint64_t end = last->given ? std::min(last->value, size - 1) : size - 1;
  return ByteRange{first->value, end - first->value + 1};
}

}  // namespace pail::model
