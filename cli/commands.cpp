#include "cli/commands.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <utility>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/version.hpp"

namespace pail::cli {
namespace {

constexpr std::string_view servers = "Servers";
constexpr std::string_view objects = "Objects and buckets";
constexpr std::string_view signing = "Signatures";
constexpr std::string_view others = "Others";
constexpr std::string_view hidden = "";

void describe(CLI::App& app) {
  app.formatter(help_formatter());
  app.set_version_flag("--version", fmt::format("pail {}", version), "Print which Pail this is");
  app.set_help_flag("-h,--help", "Print this help");
  app.require_subcommand(0, 1);  // none: main answers with the help, which says more than CLI11
  app.footer(
      "Start here:\n"
      "  pail serve                            a local S3 on http://127.0.0.1:9000\n"
      "  pail run -- pytest                    a command with an S3 of its own\n"
      "  pail mb s3://my-bucket\n"
      "  pail put photo.jpg s3://my-bucket/    upload to it\n"
      "  pail <command> --help                 what a command can do");
}

}  // namespace

std::vector<Command> all_commands(std::vector<std::string> behind_dashes) {
  const auto add_run_of = [words = std::move(behind_dashes)](CLI::App& app) {
    add_run(app, words);
  };
  return {{"serve", servers, add_serve},
          {"run", servers, add_run_of},
          {"signer", servers, add_signer},
          {"fsck", servers, add_fsck},
          {"ls", objects, add_ls},
          {"put", objects, add_put},
          {"get", objects, add_get},
          {"cp", objects, add_cp},
          {"mv", objects, add_mv},
          {"rm", objects, add_rm},
          {"cat", objects, add_cat},
          {"stat", objects, add_stat},
          {"sync", objects, add_sync},
          {"mb", objects, add_mb},
          {"rb", objects, add_rb},
          {"bench", objects, add_bench},
          {"presign", signing, add_presign},
          {"sign", signing, add_sign},
          {"post-policy", signing, add_post_policy},
          {"explain", signing, add_explain},
          {"completion", others, add_completion},
          {"version", others, add_version},
          {"complete", hidden, add_complete},
          {"manual", hidden, add_manual}};
}

std::unique_ptr<CLI::App> make_program(std::string_view named,
                                       std::vector<std::string> behind_dashes) {
  auto app = std::make_unique<CLI::App>("Pail: a local S3 that tells the truth", "pail");
  describe(*app);
  const std::vector<Command> commands = all_commands(std::move(behind_dashes));
  const bool is_one = std::any_of(commands.begin(), commands.end(),
                                  [&](const Command& command) { return command.name == named; });
  for (const Command& command : commands) {
    if (is_one && command.name != named) continue;
    command.add(*app);
    app->get_subcommand(std::string(command.name))->group(std::string(command.group));
  }
  return app;
}

Page program_page() {
  return page_of(*make_program({}));
}

}  // namespace pail::cli
