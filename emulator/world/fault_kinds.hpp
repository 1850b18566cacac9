// What a fault can do, one row each: its member in JSON, and which of them exclude each other.
// Pure.
#pragma once

#include <span>
#include <string_view>

#include "emulator/world/fault.hpp"

namespace pail::world {

// What a kind does to the answer. Of what comes instead of it there can be only one, and nothing is
// left to be altered then.
enum class FaultEffect : std::uint8_t { none, alters, replaces };

struct FaultKind {
  std::string_view name;
  bool (*is_in)(const FaultAction& action);
  FaultEffect (*effect)(const FaultAction& action);
  void (*copy)(const FaultAction& from, FaultAction& to);
};

std::span<const FaultKind> fault_kinds() noexcept;
// What of `action` the kind `kind` of `other` cannot go with, itself included; null for nothing.
const FaultKind* conflict(const FaultAction& action, const FaultKind& kind,
                          const FaultAction& other);

}  // namespace pail::world
