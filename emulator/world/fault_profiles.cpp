// The profiles: the files of profiles/, which the build writes into the executable.
#include "emulator/world/faults.hpp"

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

struct Profile {
  std::string_view name;
  std::string_view json;
};

#include "emulator/world/profiles.inc"

Error unknown(std::string_view name) {
  std::string message = "no fault profile \"" + std::string(name) + "\"; there are";
  for (const Profile& profile : profiles) message.append(" ").append(profile.name);
  return Error(Errc::InvalidArgument, message);
}

}  // namespace

std::vector<std::string_view> fault_profiles() {
  std::vector<std::string_view> names;
  for (const Profile& profile : profiles) names.push_back(profile.name);
  return names;
}

Result<std::vector<FaultRule>> fault_profile(std::string_view name) {
  for (const Profile& profile : profiles) {
    if (profile.name != name) continue;
    PAIL_TRY(auto rules, parse_faults(profile.json));
    for (FaultRule& rule : rules) rule.profile = profile.name;
    return rules;
  }
  return unknown(name);
}

}  // namespace pail::world
