// What worlds and snapshots may be called, and what their Spaces are called: "world", "world~7",
// "world@snapshot~9"; "~8" is one that is being built. Numbers only grow, so of two Spaces for the
// same the one with the greater number is the newer. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pail::world {

// A name is a label of a host: a-z, 0-9 and -, at most 63, no - at either end.
bool is_valid_world_name(std::string_view name) noexcept;
// Letters, digits, ".", "_" and "-", at most 128.
bool is_valid_snapshot_name(std::string_view name) noexcept;

struct SpaceName {
  std::string world;          // "" while it is being built
  std::string snapshot = {};  // "" for the world itself
  std::uint64_t number = 0;   // 0: none
};

std::string to_text(const SpaceName& name);
// nullopt: not one of ours.
std::optional<SpaceName> parse_space_name(std::string_view text);

}  // namespace pail::world
