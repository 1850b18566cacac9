// Row "w" of a Space: whose it is, and who may sign there. A Space of a world that has none, or
// another world's, is one that was being made when the process ended.
//
// JSON. It holds secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/access/image.hpp"
#include "emulator/store/engine.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::world {

inline constexpr std::string_view world_row = "w";

struct WorldRow {
  std::string world = {};
  std::string region = {};
  std::optional<wire::Time> taken = {};  // of a snapshot, by the world's clock
  bool removed = false;                  // the world is gone; its Spaces are to be dropped
  access::Image identities = {};
};

// nullopt: there is none. InvalidArgument when it cannot be read.
wire::Result<std::optional<WorldRow>> read_world_row(const store::Space& space);
wire::Result<void> write_world_row(store::Space& space, const WorldRow& row);

}  // namespace pail::world
