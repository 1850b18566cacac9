// `pail`: hands the command line to one command and turns what became of it into an exit code
// (command.hpp).
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
#include "cli/version.hpp"

namespace pail::cli {
namespace {

void describe(CLI::App& app) {
  app.set_version_flag("--version", fmt::format("pail {}", version));
  app.require_subcommand(0, 1);  // none: run() answers with the help, which says more than CLI11
  app.footer(
      "Start here:\n"
      "  pail serve                            a local S3 on http://127.0.0.1:9000\n"
      "  pail run -- pytest                    a command with an S3 of its own\n"
      "  pail put photo.jpg s3://my-bucket/    upload to it\n"
      "  pail <command> --help                 what a command can do\n"
      "\n"
      "Exit codes: 0 done, 1 failed, 2 called wrongly.");
}

void add_commands(CLI::App& app, std::vector<std::string> behind_dashes) {
  add_serve(app);
  add_run(app, std::move(behind_dashes));
  add_signer(app);
  add_put(app);
  add_get(app);
  add_ls(app);
  add_rm(app);
  add_sign(app);
  add_presign(app);
  add_post_policy(app);
  add_explain(app);
  add_fsck(app);
  add_version(app);
}

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
  CLI::App app{"Pail: a local S3 that tells the truth", "pail"};
  describe(app);
  add_commands(app, cut_command(argc, argv));
  try {
    app.parse(argc, argv);
    if (!app.get_subcommands().empty()) return 0;
    fmt::print(stderr, "{}", app.help());
    return exit_usage;
  } catch (const CLI::ParseError& end) {
    return finish(app, end);
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
