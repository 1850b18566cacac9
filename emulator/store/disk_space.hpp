// One Space of the disk engine: its tree, and the layer that its rows are written to. Held by the
// engine and by every handle.
//
// Threads: the index as index.hpp says, alone changed by the committer; `layer` belongs to whoever
// has the committer's turn.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "emulator/store/index.hpp"

namespace pail::store {

// Spaces that came from one another share what they had in common as a chain of layers: a row of a
// layer hides that of the same key in its parents, and one without a record says that there is
// none.
struct LayerTip {
  std::uint64_t id;
  std::uint64_t parent;  // 0: none
  bool has_rows;         // some may have been written since the layer was made
};

struct DiskSpace {
  DiskSpace(std::string space_name, const LayerTip& tip, Root root)
      : name(std::move(space_name)), layer(tip), index(std::move(root)) {}

  const std::string name;
  LayerTip layer;
  Index index;
};

}  // namespace pail::store
