#include "cli/version.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/output.hpp"

namespace pail::cli {

void add_version(CLI::App& app) {
  auto options = std::make_shared<OutputOptions>();
  CLI::App* const command = app.add_subcommand("version", "Print which Pail this is");
  command->add_flag("--json", options->json, "Print one JSON object");
  command->footer("Examples:\n  pail version --json");
  command->callback([options] {
    Output(*options).done(fmt::format("pail {}", version), {{"version", version}});
  });
}

}  // namespace pail::cli
