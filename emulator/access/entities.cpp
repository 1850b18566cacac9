#include "emulator/access/entities.hpp"

namespace pail::access {

std::string_view name(EntityKind kind) noexcept {
  return kind == EntityKind::user ? "user" : "role";
}

wire::Error over_quota(std::string_view quota, std::size_t value) {
  return wire::Error(wire::Errc::LimitExceeded, "Cannot exceed quota for " + std::string(quota) +
                                                    ": " + std::to_string(value));
}

std::size_t characters_of(const Policy& policy) noexcept {
  std::size_t count = 0;
  bool in_text = false;
  bool escaped = false;
  for (const char c : policy.text()) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (in_text || !blank) ++count;
    if (c == '"' && !escaped) in_text = !in_text;
    escaped = in_text && c == '\\' && !escaped;
  }
  return count;
}

}  // namespace pail::access
