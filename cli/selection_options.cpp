#include "cli/selection_options.hpp"

#include <CLI/App.hpp>
#include <string>

namespace pail::cli {
namespace {

using Rules = std::vector<client::sync::Options::Rule>;

// One without a slash fits at any depth, as rsync and git have it.
std::string at_any_depth(const std::string& glob) {
  return glob.find('/') == std::string::npos ? "**/" + glob : glob;
}

void add_rule(CLI::App& command, Rules& rules, bool include, const std::string& text) {
  command
      .add_option_function<std::string>(
          include ? "--include" : "--exclude",
          [&rules, include](const std::string& glob) {
            rules.push_back({include, at_any_depth(glob)});
          },
          text)
      ->trigger_on_parse()
      ->option_text("GLOB");
}

}  // namespace

void add_recursive_option(CLI::App& command, client::jobs::Selection& selection) {
  command.add_flag("-r,--recursive", selection.recursive,
                   "All that is below the folder or key; with a slash at its end the contents "
                   "alone, else under its own name");
}

void add_rule_options(CLI::App& command, Rules& rules) {
  add_rule(
      command, rules, false,
      "Leave out what the glob fits, at any depth unless it has a slash; of several the last that "
      "fits decides");
  add_rule(command, rules, true, "Take it again");
}

void add_glob_option(CLI::App& command, client::jobs::Selection& selection) {
  command.add_flag("!--no-glob", selection.globs, "Take *, ? and [ of a URL as they are");
}

}  // namespace pail::cli
