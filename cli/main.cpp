// `pail`: hands the command line to one command and turns what became of it into an exit code
// (exit_codes.hpp).
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/commands.hpp"

namespace pail::cli {
namespace {

// CLI11 has a code of its own for each way to misspell a command line; scripts need one.
int finish(const CLI::App& app, const CLI::ParseError& end) {
  const int code = app.exit(end);
  const bool asked = code == 0 || dynamic_cast<const CLI::RuntimeError*>(&end) != nullptr;
  return asked ? code : exit_usage;
}

// The command of `pail run` is not ours to read: cut off what stands behind its `--`.
std::vector<std::string> cut_command(int& argc, char** argv) {
  if (argc < 2 || std::string_view(argv[1]) != "run") return {};
  char** const end = argv + argc;
  char** const dashes = std::find(argv, end, std::string_view("--"));
  argc = static_cast<int>(dashes - argv);
  return dashes == end ? std::vector<std::string>() : std::vector<std::string>(dashes + 1, end);
}

int run(int argc, char** argv) {
  const std::string_view named = argc > 1 ? argv[1] : "";
  const auto app = make_program(named, cut_command(argc, argv));
  try {
    app->parse(argc, argv);
    if (!app->get_subcommands().empty()) return 0;
    fmt::print(stderr, "{}", app->help());
    return exit_usage;
  } catch (const CLI::ParseError& end) {
    return finish(*app, end);
  }
}

}  // namespace
}  // namespace pail::cli

int main(int argc, char** argv) {
  try {
    return pail::cli::run(argc, argv);
  } catch (const std::exception& broken) {
    fmt::print(stderr, "pail: unexpected: {}\n", broken.what());
    return pail::cli::exit_failed;
  }
}
