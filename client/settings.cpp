#include "client/settings.hpp"

#include <fstream>
#include <sstream>
#include <utility>

namespace pail::client {
namespace {

Setting find(const Settings& settings, std::string_view name, const std::string& from) {
  const auto found = settings.find(name);
  if (found == settings.end() || found->second.empty()) return std::nullopt;
  return Found{found->second, from};
}

// A file that is not there is an empty file: both are optional.
ProfileFile read_profile_file(const Setting& path) {
  if (!path) return {};
  std::ifstream file(path->value, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return parse_profile_file(text.str());
}

// Adds the settings of that section, where the file has it.
bool merge_section(const ProfileFile& file, const std::string& title, Settings& into) {
  const auto section = file.find(title);
  if (section == file.end()) return false;
  for (const auto& [name, value] : section->second) into[name] = value;
  return true;
}

}  // namespace

wire::Error invalid_config(std::string_view message) {
  return wire::Error(wire::Errc::InvalidArgument, message);
}

wire::Error invalid_setting(const Found& found, std::string_view why) {
  return invalid_config(found.from + ": '" + found.value + "' " + std::string(why));
}

std::string Profile::place() const {
  return "the profile '" + name + "'";
}

Setting Profile::get(std::string_view setting) const {
  const Setting found = find(credentials_file, setting, place());
  return found ? found : find(config_file, setting, place());
}

Setting Profile::of_services(std::string_view setting) const {
  return find(services, setting, "the services of " + place());
}

Lookup::Lookup(Environment environment) : environment_(std::move(environment)) {
  const Setting home = variable("HOME");
  const auto file = [&](std::string_view name, const char* below_home) {
    if (const Setting path = variable(name)) return read_profile_file(path);
    return home ? read_profile_file(Found{home->value + below_home, {}}) : ProfileFile();
  };
  credentials_ = file("AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials");
  config_ = file("AWS_CONFIG_FILE", "/.aws/config");
}

Result<Lookup> Lookup::make(const ConfigRequest& request, const Environment& environment) {
  Lookup lookup(environment);
  const Setting variable = lookup.variable("AWS_PROFILE");
  lookup.profile_was_chosen_ = request.profile && !request.profile->empty();
  std::string name = lookup.profile_was_chosen_ ? *request.profile
                     : variable                 ? variable->value
                                                : std::string("default");
  auto profile = lookup.find_profile(name);
  if (!profile && (lookup.profile_was_chosen_ || variable)) {
    return invalid_config("neither the AWS credentials file nor the config file has a profile '" +
                          name + "'");
  }
  lookup.profile_ = profile ? std::move(*profile) : Profile{std::move(name), {}, {}, {}};
  return lookup;
}

std::optional<Profile> Lookup::find_profile(const std::string& name) const {
  Profile profile{name, {}, {}, {}};
  bool found = merge_section(credentials_, name, profile.credentials_file);
  // The config file says [default] and [profile other].
  if (name == "default") found |= merge_section(config_, name, profile.config_file);
  found |= merge_section(config_, "profile " + name, profile.config_file);
  if (!found) return std::nullopt;
  if (const Setting services = profile.get("services")) {
    merge_section(config_, "services " + services->value, profile.services);
  }
  return profile;
}

Setting Lookup::variable(std::string_view name) const {
  auto value = environment_(name);
  if (!value || value->empty()) return std::nullopt;
  return Found{std::move(*value), std::string(name)};
}

Setting Lookup::first_variable(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    if (Setting found = variable(name)) return found;
  }
  return std::nullopt;
}

Setting Lookup::get(std::string_view variable_name, std::string_view setting) const {
  const Setting found = variable(variable_name);
  return found ? found : profile_.get(setting);
}

}  // namespace pail::client
