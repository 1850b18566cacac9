// `pail`: hands the command line to one command and turns what became of it into an exit code
// (exit_codes.hpp).
#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/commands.hpp"
#include "cli/fail.hpp"
#include "cli/output.hpp"
#include "wire/text.hpp"

namespace pail::cli {
namespace {

// What is known of it however it is misspelled.
struct CommandLine {
  std::string_view command;
  bool json = false;
};

CommandLine look_at(int argc, char** argv) {
  char** const end = argv + argc;
  return {.command = argc > 1 ? argv[1] : "",
          .json = std::find(argv, end, std::string_view("--json")) != end};
}

// As Output::error() writes those of a server.
void print_json(std::string_view command, std::string_view message, int code) {
  const boost::json::object error{{"what", json_text(command)},
                                  {"code", code == exit_usage ? "Usage" : "Failed"},
                                  {"message", json_text(wire::trim(message))}};
  fmt::print(stderr, "{}\n", boost::json::serialize(boost::json::object{{"error", error}}));
}

void print(const CommandLine& line, const Failure& failure) {
  if (line.json) return print_json(line.command, failure.what(), failure.get_exit_code());
  fmt::print(stderr, "pail: {}\n", failure.what());
}

// CLI11 has a code of its own for each way to misspell a command line; scripts need one.
int finish(const CLI::App& app, const CLI::ParseError& end, const CommandLine& line) {
  if (const auto* const failure = dynamic_cast<const Failure*>(&end)) print(line, *failure);
  std::ostringstream said;
  const int code = app.exit(end, std::cout, said);
  if (code == 0 || dynamic_cast<const CLI::RuntimeError*>(&end) != nullptr) return code;
  if (line.json) {
    print_json(line.command, said.str(), exit_usage);
  } else {
    fmt::print(stderr, "{}", said.str());
  }
  return exit_usage;
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
  std::vector<std::string> behind_dashes = cut_command(argc, argv);
  const CommandLine line = look_at(argc, argv);
  const auto app = make_program(line.command, std::move(behind_dashes));
  try {
    app->parse(argc, argv);
    if (!app->get_subcommands().empty()) return 0;
    fmt::print(stderr, "{}", app->help());
    return exit_usage;
  } catch (const CLI::ParseError& end) {
    return finish(*app, end, line);
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
