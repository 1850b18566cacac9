// `pail run`: a command with an S3 of its own.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/child.hpp"
#include "cli/clock_options.hpp"
#include "cli/command.hpp"
#include "cli/fail.hpp"
#include "cli/fault_options.hpp"
#include "cli/run_environment.hpp"
#include "cli/run_report.hpp"
#include "cli/seed_option.hpp"
#include "testing/emulator.hpp"

namespace pail::cli {
namespace {

struct RunOptions {
  std::vector<std::string> command;
  std::vector<std::string> profiles;
  std::vector<std::string> faults;  // files and profiles
  std::vector<std::string> seeds;
  ClockOptions clock;
  std::string region{"us-east-1"};
  std::string report = "failures";
  std::string journal;  // "": not written
};

// What it was asked to do and cannot be done, it was asked wrongly.
template <class Action>
void attempt(const std::string& prefix, Action action) {
  try {
    action();
  } catch (const std::runtime_error& refused) {
    fail_usage(prefix + refused.what());
  }
}

void set_the_scene(const RunOptions& options, testing::World& world) {
  for (const std::string& seed : options.seeds) {
    attempt("", [&] { world.seed_from(seed); });
  }
  for (const std::string& name : options.profiles) {
    attempt("--profile: ", [&] { world.faults().add_profile(name); });
  }
  for (const std::string& source : options.faults) {
    for (const world::FaultRule& rule : fault_rules(source)) {
      attempt("--fault: " + source + ": ", [&] { world.faults().add(rule); });
    }
  }
}

std::vector<std::string> environment_for(const testing::Emulator& s3, const testing::World& world) {
  std::vector<std::string> inherited;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    inherited.emplace_back(*variable);
  }
  return run_environment(inherited, {.endpoint = world.endpoint(),
                                     .control_url = s3.control_url(),
                                     .access_key = world.access_key(),
                                     .secret_key = world.secret_key(),
                                     .region = world.region()});
}

void report(const RunOptions& options, const testing::Emulator& s3) {
  std::vector<testing::World> worlds;
  for (const std::string& name : s3.world_names()) worlds.push_back(s3.world(name));
  if (options.report != "never") {
    fmt::print(stderr, "{}", failures_of(worlds, options.report == "always"));
  }
  if (options.journal.empty()) return;
  std::ofstream file(options.journal);
  file << s3.default_world().journal_as_har();
  if (!file.flush()) fail("--journal " + options.journal + ": cannot be written");
}

void run(const RunOptions& options) {
  if (options.command.empty()) fail_usage("no command: pail run [OPTIONS] -- COMMAND [ARGS...]");
  const ChildRunner runner;
  testing::Emulator s3(
      {.region = options.region, .clock = make_clock(options.clock), .threads = 0});
  testing::World world = s3.default_world();
  set_the_scene(options, world);
  const int code = runner.run(options.command, environment_for(s3, world));
  s3.stop();
  report(options, s3);
  if (code != 0) throw CLI::RuntimeError(code);
}

}  // namespace

void add_run(CLI::App& app, std::vector<std::string> behind_dashes) {
  auto options = std::make_shared<RunOptions>();
  options->command = std::move(behind_dashes);
  CLI::App* command = app.add_subcommand(
      "run", "Run a command with an S3 of its own: pail run [OPTIONS] -- COMMAND [ARGS...]");
  command
      ->add_option("--profile", options->profiles,
                   "Faults that ship with Pail, e.g. flaky-1-percent; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME");
  add_fault_option(*command, options->faults);
  add_seed_option(*command, options->seeds);
  command->add_option("--region", options->region, "Region of V4 signatures (us-east-1)")
      ->option_text("NAME");
  command
      ->add_option("--report", options->report,
                   "Which requests are listed on stderr at the end: those that failed (the\n"
                   "default); always, with a line even when none did; never")
      ->check(CLI::IsMember({"always", "failures", "never"}))
      ->option_text("always|failures|never");
  command
      ->add_option("--journal", options->journal, "Write all requests into this file, as HAR 1.2")
      ->option_text("FILE.har");
  add_clock_options(*command, options->clock);
  command->footer(
      "The command finds AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,\n"
      "AWS_DEFAULT_REGION and PAIL_CONTROL_URL in its environment, and no profile or token of\n"
      "yours. Clients older than 2023 do not read AWS_ENDPOINT_URL; hand it to them.\n"
      "\n"
      "Exit code: the command's; 128 and the number of the signal that ended it; 127 when there "
      "is\n"
      "no such command, 126 when it cannot be run; 2 when pail was called wrongly.\n"
      "\n"
      "Examples:\n"
      "  pail run -- pytest\n"
      "  pail run --profile flaky-1-percent -- ./upload.sh photos/\n"
      "  pail run --seed fixtures/s3 --now 2013-02-06T00:57:45Z -- npm test");
  command->callback([options] { run(*options); });
}

}  // namespace pail::cli
