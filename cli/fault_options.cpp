#include "cli/fault_options.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <fstream>
#include <iterator>

#include "cli/fail.hpp"
#include "emulator/world/faults.hpp"

namespace pail::cli {
namespace {

std::string all_profiles() {
  std::string all;
  for (const std::string_view name : world::fault_profiles()) all.append(" ").append(name);
  return all;
}

}  // namespace

std::vector<world::FaultRule> fault_rules(const std::string& source) {
  const auto profiles = world::fault_profiles();
  if (std::find(profiles.begin(), profiles.end(), source) != profiles.end()) {
    return world::fault_profile(source).value();
  }
  std::ifstream file(source, std::ios::binary);
  if (!file) {
    fail_usage("--fault: '" + source + "' is neither a file nor a profile; the profiles are" +
               all_profiles());
  }
  auto rules = world::parse_faults(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!rules) fail_usage("--fault: " + source + ": " + wire::sentence(rules.error()));
  return std::move(rules.value());
}

void add_fault_option(CLI::App& command, std::vector<std::string>& sources) {
  command
      .add_option("--fault", sources,
                  "Do wrong on purpose, from the start: a file with fault rules (JSON), or a\n"
                  "profile:" +
                      all_profiles() + ".\nMay be repeated")
      ->allow_extra_args(false)
      ->option_text("FILE|PROFILE");
}

}  // namespace pail::cli
