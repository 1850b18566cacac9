#include "client/credentials/chain.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "client/credentials/container.hpp"
#include "client/credentials/text_file.hpp"
#include "wire/text.hpp"

namespace pail::client::credentials {
namespace {

using MaybeSource = std::optional<Source>;
using Names = std::vector<std::string>;

// STS: what DurationSeconds may be.
constexpr std::uint64_t duration_s_min = 900;
constexpr std::uint64_t duration_s_max = 43'200;

// How profiles get keys that we cannot get.
constexpr std::string_view unsupported_settings[] = {
    "credential_process", "sso_session", "sso_start_url", "sso_account_id", "login_session"};

std::string text_of(const Setting& setting) {
  return setting ? setting->value : std::string();
}

// A key without its secret is a mistake worth a word, never a reason to go on unsigned.
Result<MaybeSource> pair_of(const Setting& id, const Setting& secret, const Setting& token,
                            const std::string& place) {
  if (!id && !secret) return MaybeSource();
  if (!id || !secret) {
    return invalid_config(place + (id ? " has an access key but no secret key"
                                      : " has a secret key but no access key"));
  }
  return MaybeSource(Source{signer::Credentials(id->value, secret->value, text_of(token))});
}

class Chain {
 public:
  Chain(const Lookup& lookup, const StsPlace& sts) : lookup_(lookup), sts_(sts) {}

  Result<std::optional<ChosenSource>> walk() const {
    const Profile& profile = lookup_.profile();
    if (!lookup_.profile_was_chosen()) {
      PAIL_TRY(auto keys, environment_keys());
      if (keys) return chosen(keys, "the environment");
    }
    PAIL_TRY(auto role, role_of(profile, {profile.name}));
    if (role) return chosen(role, profile.place());
    if (!lookup_.profile_was_chosen()) {
      PAIL_TRY(auto identity, environment_identity());
      if (identity) return chosen(identity, "the environment");
    }
    PAIL_TRY(auto own, own_keys(profile));
    if (own) return chosen(own, profile.place());
    PAIL_TRY(auto container, container_keys());
    return chosen(container, "the container's endpoint");
  }

 private:
  static std::optional<ChosenSource> chosen(MaybeSource& source, std::string from) {
    if (!source) return std::nullopt;
    return ChosenSource{std::move(*source), std::move(from)};
  }

  Result<MaybeSource> environment_keys() const {
    return pair_of(lookup_.variable("AWS_ACCESS_KEY_ID"), lookup_.variable("AWS_SECRET_ACCESS_KEY"),
                   lookup_.variable("AWS_SESSION_TOKEN"), "the environment");
  }

  Result<MaybeSource> environment_identity() const {
    const Setting file = lookup_.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    return web_identity(file, lookup_.variable("AWS_ROLE_ARN"),
                        lookup_.variable("AWS_ROLE_SESSION_NAME"));
  }

  Result<MaybeSource> web_identity(const Setting& file, const Setting& arn,
                                   const Setting& session) const {
    if (!file) return MaybeSource();
    if (!arn) return invalid_setting(*file, "is a token's file, but no role is named beside it");
    return MaybeSource(
        Source{WebIdentity{file->value, arn->value, text_of(session), sts_.region, sts_.endpoint}});
  }

  // Keys that the profile holds, or gets in another way than through another profile.
  Result<MaybeSource> own_keys(const Profile& profile) const {
    PAIL_TRY(auto identity,
             web_identity(profile.get("web_identity_token_file"), profile.get("role_arn"),
                          profile.get("role_session_name")));
    if (identity) return identity;
    PAIL_TRY(auto keys, static_keys(profile));
    if (keys) return keys;
    for (const std::string_view name : unsupported_settings) {
      if (profile.get(name)) return unsupported(profile, name);
    }
    return MaybeSource();
  }

  static Result<MaybeSource> static_keys(const Profile& profile) {
    for (const bool in_config : {false, true}) {
      Profile one = profile;  // with one file only: a pair is never made of both
      (in_config ? one.credentials_file : one.config_file).clear();
      PAIL_TRY(auto keys, pair_of(one.get("aws_access_key_id"), one.get("aws_secret_access_key"),
                                  one.get("aws_session_token"), profile.place()));
      if (keys) return keys;
    }
    return MaybeSource();
  }

  static wire::Error unsupported(const Profile& profile, std::string_view setting) {
    return invalid_config(profile.place() + " gets its keys by " + std::string(setting) +
                          ", which is not supported; `aws configure export-credentials --profile " +
                          profile.name + " --format env` prints variables that are");
  }

  // `visited`: this profile and those that led here.
  Result<MaybeSource> role_of(const Profile& profile, const Names& visited) const {
    const Setting arn = profile.get("role_arn");
    if (!arn || profile.get("web_identity_token_file")) return MaybeSource();
    if (profile.get("mfa_serial")) return unsupported(profile, "mfa_serial");
    Role role;
    role.arn = arn->value;
    role.session_name = text_of(profile.get("role_session_name"));
    role.external_id = text_of(profile.get("external_id"));
    PAIL_TRY(role.duration, duration_of(profile));
    role.region = sts_.region;
    role.sts_endpoint = sts_.endpoint;
    PAIL_TRY(Source base, base_of(profile, visited));
    role.base = std::make_shared<const Source>(std::move(base));
    return MaybeSource(Source{std::move(role)});
  }

  static Result<std::chrono::seconds> duration_of(const Profile& profile) {
    const Setting text = profile.get("duration_seconds");
    if (!text) return session_duration;
    const auto seconds = wire::parse_unsigned(text->value);
    if (!seconds || *seconds < duration_s_min || *seconds > duration_s_max) {
      return invalid_setting(*text, "is no duration_seconds: 900 to 43200");
    }
    return std::chrono::seconds(*seconds);
  }

  Result<Source> base_of(const Profile& profile, const Names& visited) const {
    const Setting from_profile = profile.get("source_profile");
    const Setting from_place = profile.get("credential_source");
    if (from_profile && from_place) {
      return invalid_config(profile.place() + " has both source_profile and credential_source");
    }
    if (from_profile) return source_profile(*from_profile, profile, visited);
    if (from_place) return credential_source(*from_place);
    return invalid_config(profile.place() +
                          " has a role_arn but neither source_profile nor credential_source");
  }

  Result<Source> source_profile(const Found& name, const Profile& asking,
                                const Names& visited) const {
    const auto profile = lookup_.find_profile(name.value);
    if (!profile) return invalid_setting(name, "is a source_profile that no file has");
    PAIL_TRY(auto keys, static_keys(*profile));
    const bool is_itself = name.value == asking.name;
    const bool was_visited = std::find(visited.begin(), visited.end(), name.value) != visited.end();
    if (was_visited && !(is_itself && keys)) {
      return invalid_setting(name, "is a source_profile that leads back to where it began");
    }
    if (keys) return std::move(*keys);
    Names path = visited;
    path.push_back(name.value);
    PAIL_TRY(auto role, role_of(*profile, path));
    if (role) return std::move(*role);
    PAIL_TRY(auto own, own_keys(*profile));
    if (own) return std::move(*own);
    return invalid_setting(name, "is a source_profile without keys");
  }

  Result<Source> credential_source(const Found& place) const {
    const bool is_environment = place.value == "Environment";
    if (!is_environment && place.value != "EcsContainer") {
      return invalid_setting(
          place, "is no credential_source that is supported: Environment or EcsContainer");
    }
    PAIL_TRY(auto source, is_environment ? environment_keys() : container_keys());
    if (source) return std::move(*source);
    return invalid_setting(place, "is the credential_source, but there are no keys");
  }

  Result<MaybeSource> container_keys() const {
    const Setting relative = lookup_.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const Setting full = lookup_.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (!relative && !full) return MaybeSource();
    Container container;
    PAIL_TRY(container.url, relative ? below_ecs(*relative) : container_url(*full));
    if (const Setting file = lookup_.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
      container.authorization_file = file->value;
    } else if (const Setting token = lookup_.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")) {
      PAIL_TRY(container.authorization, checked_token(token->value, token->from));
    }
    return MaybeSource(Source{std::move(container)});
  }

  static Result<net::Url> below_ecs(const Found& path) {
    if (!path.value.starts_with('/')) return invalid_setting(path, "must begin with a slash");
    return net::Url{{"169.254.170.2", 80, false}, path.value};
  }

  static Result<net::Url> container_url(const Found& text) {
    auto url = net::parse_url(text.value);
    if (!url) return invalid_setting(text, "is not an http or https URL");
    if (may_give_keys(url.value().origin)) return url;
    return invalid_setting(text,
                           "must be https, this machine or a container service's own address");
  }

  const Lookup& lookup_;
  const StsPlace& sts_;
};

struct Describe {
  std::string operator()(const signer::Credentials& keys) const {
    return "access key " + keys.access_key;
  }
  std::string operator()(const Role& role) const {
    return "role " + role.arn + ", by " + (role.base ? describe(*role.base) : "nobody");
  }
  std::string operator()(const WebIdentity& identity) const {
    return "role " + identity.role_arn + ", by the token in " + identity.token_file;
  }
  std::string operator()(const Container& container) const {
    return "what " + net::to_string(container.url.origin) + container.url.target + " gives";
  }
  std::string operator()(const Vendor& vendor) const {
    return "what the signing service " + net::to_string(vendor.service.origin) + " gives";
  }
};

}  // namespace

Result<std::optional<ChosenSource>> find_source(const Lookup& lookup, const StsPlace& sts) {
  return Chain(lookup, sts).walk();
}

std::string describe(const Source& source) {
  return std::visit(Describe{}, source.from);
}

}  // namespace pail::client::credentials
