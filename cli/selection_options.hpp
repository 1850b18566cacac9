// Which of the files and keys that a command names: --recursive, --include, --exclude, --no-glob.
#pragma once

#include "client/jobs/sources.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

void add_recursive_option(CLI::App& command, client::jobs::Selection& selection);
// --include and --exclude, of which the last that fits decides, so that their order counts. The
// rules live as long as the App.
void add_rule_options(CLI::App& command, std::vector<client::sync::Options::Rule>& rules);
void add_glob_option(CLI::App& command, client::jobs::Selection& selection);

// What the help of a command with globs says.
inline constexpr const char* glob_help =
    "Globs: * and ? stand for anything but a slash, ** for anything, [a-z] for one of them. Quote "
    "them, or the shell reads them first.";

}  // namespace pail::cli
