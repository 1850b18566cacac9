// Where settings are looked for, below what the caller says himself: environment variables, and the
// profile of the two AWS files. Each comes with the place it was found at, for messages.
//
// Value types. The files are read once, when a Lookup is made.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "client/config.hpp"
#include "client/profile_file.hpp"

namespace pail::client {

struct Found {
  std::string value;  // never empty
  std::string from;   // "AWS_REGION", "the profile 'phone'"
};
using Setting = std::optional<Found>;

// InvalidArgument: "<from>: '<value>' <why>".
wire::Error invalid_setting(const Found& found, std::string_view why);
// InvalidArgument with that message.
wire::Error invalid_config(std::string_view message);

// One profile: its sections of both files, apart, since a key of one file must not be paired with
// the secret of the other.
struct Profile {
  std::string name;
  Settings credentials_file;
  Settings config_file;
  Settings services;  // the [services NAME] section that it names: "s3.endpoint_url"

  // Of the credentials file before the config file.
  Setting get(std::string_view setting) const;
  Setting of_services(std::string_view setting) const;
  // "the profile 'phone'"
  std::string place() const;
};

class Lookup {
 public:
  // InvalidArgument when a profile was named, by the request or AWS_PROFILE, that no file has. The
  // one of nobody's naming, "default", may be missing.
  static Result<Lookup> make(const ConfigRequest& request, const Environment& environment);

  Setting variable(std::string_view name) const;
  Setting first_variable(std::initializer_list<std::string_view> names) const;
  const Profile& profile() const noexcept { return profile_; }
  std::optional<Profile> find_profile(const std::string& name) const;
  // Somebody named the profile for this very call: the environment's keys do not count then.
  bool profile_was_chosen() const noexcept { return profile_was_chosen_; }
  // The variable's, else the profile's.
  Setting get(std::string_view variable_name, std::string_view setting) const;

 private:
  explicit Lookup(Environment environment);

  Environment environment_;
  ProfileFile credentials_;
  ProfileFile config_;
  Profile profile_;
  bool profile_was_chosen_ = false;
};

}  // namespace pail::client
