// The table of all operations, written by the build from the file names of emulator/ops/.
#include "emulator/operation.hpp"

namespace pail::emulator {

#include "emulator/operation_table.inc"

std::span<const Operation* const> operations() noexcept {
  return all_operations;
}

}  // namespace pail::emulator
