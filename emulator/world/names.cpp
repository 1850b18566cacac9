#include "emulator/world/names.hpp"

#include <algorithm>

#include "wire/text.hpp"

namespace pail::world {
namespace {

constexpr std::size_t label_bytes_max = 63;           // RFC 1035 §2.3.4
constexpr std::size_t snapshot_name_bytes_max = 128;  // ours: the name of a test fits

bool is_lower_or_digit(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

bool is_valid_world_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > label_bytes_max) return false;
  if (name.front() == '-' || name.back() == '-') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_valid_snapshot_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > snapshot_name_bytes_max) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
  });
}

std::string to_text(const SpaceName& name) {
  std::string text = name.world;
  if (!name.snapshot.empty()) text.append("@").append(name.snapshot);
  if (name.number != 0) text.append("~").append(std::to_string(name.number));
  return text;
}

std::optional<SpaceName> parse_space_name(std::string_view text) {
  SpaceName name;
  const std::size_t tilde = text.find('~');
  if (tilde != std::string_view::npos) {
    const auto number = wire::parse_unsigned(text.substr(tilde + 1));
    if (!number || *number == 0) return std::nullopt;
    name.number = *number;
    text = text.substr(0, tilde);
    if (text.empty()) return name;
  }
  const std::size_t at = text.find('@');
  name.world = text.substr(0, at);
  if (at != std::string_view::npos) {
    name.snapshot = text.substr(at + 1);
    if (!is_valid_snapshot_name(name.snapshot)) return std::nullopt;
  }
  if (!is_valid_world_name(name.world)) return std::nullopt;
  return name;
}

}  // namespace pail::world
