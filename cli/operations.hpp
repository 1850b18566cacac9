// `pail serve --operations`: the table of what the emulator can do, as it was built.
#pragma once

namespace pail::cli {

void print_operations();

}  // namespace pail::cli
