// Erasing many rows at once that nobody refers to any more. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "emulator/store/engine.hpp"

namespace pail::model {

// Ours: rows erased by one swap. An upload's parts take ten such steps at most, and none of them
// keeps other writers waiting for long.
inline constexpr std::size_t erase_rows_max = 1000;

// Erases the rows whose names start with `prefix`, as they are when each is come by. Rows that
// another erases meanwhile are none of our business.
store::Result<void> erase_rows(store::Space& space, std::string_view prefix);

}  // namespace pail::model
