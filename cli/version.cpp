#include "cli/version.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/command.hpp"

namespace pail::cli {

void add_version(CLI::App& app) {
  app.add_subcommand("version", "Print which Pail this is")->callback([] {
    fmt::print("pail {}\n", version);
  });
}

}  // namespace pail::cli
