#include "client/config.hpp"

#include <array>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <utility>

#include "client/profile_file.hpp"

namespace pail::client {
namespace {

using Text = std::optional<std::string>;
using Keys = std::optional<signer::Credentials>;

// The first that is there and not empty.
Text first_of(std::initializer_list<Text> candidates) {
  for (const Text& text : candidates) {
    if (text && !text->empty()) return text;
  }
  return std::nullopt;
}

wire::Error invalid(std::string_view message) {
  return wire::Error(wire::Errc::InvalidArgument, message);
}

Result<net::Url> read_url(const std::string& url, std::string_view what) {
  auto parsed = net::parse_url(url);
  if (parsed) return parsed;
  return invalid(std::string(what) + " '" + url +
                 "' is not an http or https URL; http://127.0.0.1:9000 is one");
}

// A file that is not there is an empty file: both are optional.
ProfileFile read_profile_file(const Text& path) {
  if (!path) return {};
  std::ifstream file(*path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  return parse_profile_file(text.str());
}

// One profile: its sections of both files, apart, since a key of one file must not be paired with
// the secret of the other.
struct Profile {
  std::string name;
  Settings credentials_file;
  Settings config_file;

  Text get(std::string_view setting) const {
    return first_of({find(credentials_file, setting), find(config_file, setting)});
  }
  static Text find(const Settings& settings, std::string_view name) {
    const auto found = settings.find(name);
    return found == settings.end() ? Text() : Text(found->second);
  }
};

// Adds the settings of that section, where the file has it.
bool merge_section(const ProfileFile& file, const std::string& title, Settings& into) {
  const auto section = file.find(title);
  if (section == file.end()) return false;
  for (const auto& [name, value] : section->second) into[name] = value;
  return true;
}

Result<Profile> read_profile(const ConfigRequest& request, const Environment& environment) {
  const Text home = first_of({environment("HOME")});
  const auto file = [&](std::string_view variable, const char* below_home) {
    const Text fallback = home ? Text(*home + below_home) : Text();
    return read_profile_file(first_of({environment(variable), fallback}));
  };
  const ProfileFile credentials = file("AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials");
  const ProfileFile config = file("AWS_CONFIG_FILE", "/.aws/config");

  const Text chosen = first_of({request.profile, environment("AWS_PROFILE")});
  Profile profile{chosen.value_or("default"), {}, {}};
  bool found = merge_section(credentials, profile.name, profile.credentials_file);
  // The config file says [default] and [profile other].
  if (profile.name == "default") found |= merge_section(config, "default", profile.config_file);
  found |= merge_section(config, "profile " + profile.name, profile.config_file);
  if (chosen && !found) {
    return invalid("neither the AWS credentials file nor the config file has a profile '" +
                   profile.name + "'");
  }
  return profile;
}

// A key without its secret is a mistake worth a word, never a reason to go on unsigned.
Result<Keys> pair_of(const Text& id, const Text& secret, const Text& token,
                     std::string_view source) {
  if (!id && !secret) return Keys();
  if (!id || !secret) {
    return invalid(std::string(source) + (id ? " has an access key but no secret key"
                                             : " has a secret key but no access key"));
  }
  return Keys(std::in_place, *id, *secret, token.value_or(""));
}

Result<Keys> environment_keys(const Environment& environment) {
  const auto variable = [&](std::string_view name) { return first_of({environment(name)}); };
  return pair_of(variable("AWS_ACCESS_KEY_ID"), variable("AWS_SECRET_ACCESS_KEY"),
                 variable("AWS_SESSION_TOKEN"), "the environment");
}

Result<Keys> profile_keys(const Profile& profile) {
  const std::string source = "the profile '" + profile.name + "'";
  for (const Settings* file : {&profile.credentials_file, &profile.config_file}) {
    const auto setting = [&](std::string_view name) {
      return first_of({Profile::find(*file, name)});
    };
    PAIL_TRY(Keys keys, pair_of(setting("aws_access_key_id"), setting("aws_secret_access_key"),
                                setting("aws_session_token"), source));
    if (keys) return keys;
  }
  return Keys();
}

Result<Keys> find_keys(const ConfigRequest& request, const Environment& environment,
                       const Profile& profile) {
  if (!request.profile) {
    PAIL_TRY(Keys keys, environment_keys(environment));
    if (keys) return keys;
  }
  return profile_keys(profile);
}

Result<std::optional<net::Origin>> find_endpoint(const ConfigRequest& request,
                                                 const Environment& environment,
                                                 const Profile& profile) {
  const Text url = first_of({request.endpoint_url, environment("AWS_ENDPOINT_URL_S3"),
                             environment("AWS_ENDPOINT_URL"), profile.get("endpoint_url")});
  if (!url) return std::optional<net::Origin>();
  PAIL_TRY(net::Url parsed, read_url(*url, "the endpoint"));
  if (parsed.target != "/") {
    return invalid("the endpoint '" + *url + "' must end after host and port, without a path");
  }
  return std::optional<net::Origin>(std::move(parsed.origin));
}

Addressing find_addressing(const ConfigRequest& request, const Profile& profile) {
  if (request.addressing) return *request.addressing;
  const Text style = profile.get("s3.addressing_style");
  if (style == "path") return Addressing::path;
  if (style == "virtual") return Addressing::virtual_host;
  return Addressing::automatic;
}

}  // namespace

net::Origin default_endpoint() {
  return {"127.0.0.1", 9000, false};
}

Result<Config> load_config(const ConfigRequest& request, const Environment& environment) {
  PAIL_TRY(const Profile profile, read_profile(request, environment));
  Config config;
  PAIL_TRY(config.endpoint, find_endpoint(request, environment, profile));
  PAIL_TRY(config.credentials, find_keys(request, environment, profile));
  config.region = first_of({request.region, environment("AWS_REGION"),
                            environment("AWS_DEFAULT_REGION"), profile.get("region")})
                      .value_or(config.region);
  if (request.signing_service_url) {
    PAIL_TRY(config.signing_service, read_url(*request.signing_service_url, "the signing service"));
  }
  config.signature = request.signature.value_or(config.signature);
  config.addressing = find_addressing(request, profile);
  return config;
}

}  // namespace pail::client
