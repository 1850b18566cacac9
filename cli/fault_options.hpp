// --fault of `pail serve` and `pail run`: rules that are in force from the start.
#pragma once

#include <string>
#include <vector>

#include "emulator/world/fault.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

void add_fault_option(CLI::App& command, std::vector<std::string>& sources);
// Rules of a profile of that name, or of a file (docs/faults.md). Ends the command with exit_usage
// and a sentence that names the file and what is wrong in it.
std::vector<world::FaultRule> fault_rules(const std::string& source);

}  // namespace pail::cli
