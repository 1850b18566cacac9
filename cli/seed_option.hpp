// --seed: what is in the world before the first request.
#pragma once

#include <spdlog/logger.h>

#include <string>
#include <vector>

#include "emulator/emulator.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

void add_seed_option(CLI::App& command, std::vector<std::string>& seeds);
// Applies them to the default world, in their order. A mistake ends the command with exit_failed
// and the sentence that says where it is; nothing of that seed was applied then.
void apply_seeds(const std::vector<std::string>& seeds, emulator::Emulator& emulator,
                 spdlog::logger& logger);

}  // namespace pail::cli
