#include "cli/seed_option.hpp"

#include <CLI/App.hpp>

#include "cli/fail.hpp"
#include "emulator/seed/seed.hpp"

namespace pail::cli {
namespace {

namespace seed = emulator::seed;

wire::Result<seed::Report> apply_one(const std::string& path, emulator::Emulator& emulator) {
  PAIL_TRY(const seed::Seed read, seed::read_seed(path));
  return seed::apply(emulator, emulator.worlds().default_world(), read);
}

}  // namespace

void add_seed_option(CLI::App& command, std::vector<std::string>& seeds) {
  command
      .add_option("--seed", seeds,
                  "Buckets, objects and users to begin with: a JSON file (docs/seeding.md), or a\n"
                  "directory, each folder in it a bucket; may be repeated. What is there already\n"
                  "stays as it is; a mistake ends the command before anything starts")
      ->allow_extra_args(false)
      ->option_text("FILE|DIR");
}

void apply_seeds(const std::vector<std::string>& seeds, emulator::Emulator& emulator,
                 spdlog::logger& logger) {
  for (const std::string& path : seeds) {
    const auto report = apply_one(path, emulator);
    if (!report) fail(wire::sentence(report.error()));
    const seed::Report& made = report.value();
    logger.info(
        "seed {}: {} buckets made, {} objects put, {} users, roles and policies made, {} "
        "unchanged",
        path, made.buckets_made, made.objects_put, made.identities_made, made.unchanged);
  }
}

}  // namespace pail::cli
