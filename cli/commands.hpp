// All commands in the order of the help, and the program around them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/page.hpp"

namespace pail::cli {

struct Command {
  std::string_view name;
  std::string_view group;  // empty: hidden
  std::function<void(CLI::App&)> add;
};

std::vector<Command> all_commands(std::vector<std::string> behind_dashes = {});

// `pail` with the one command that is named, since making twenty takes longer than starting a
// server does; with all of them when none of that name is there.
std::unique_ptr<CLI::App> make_program(std::string_view named,
                                       std::vector<std::string> behind_dashes = {});

// The page of the whole program.
Page program_page();

}  // namespace pail::cli
