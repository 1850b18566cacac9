// --fault: rules that are in force in the default world from the start.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}
namespace pail::world {
class Faults;
}

namespace pail::cli {

void add_fault_option(CLI::App& command, std::vector<std::string>& sources);
// Each the name of a profile, or a file with rules (docs/faults.md). Ends the process with a
// sentence that names the file and what is wrong in it.
void put_in_force(world::Faults& faults, const std::vector<std::string>& sources);

}  // namespace pail::cli
