// Where keys come from, as data: what load_config() found, and what make_provider() turns into a
// provider. Value types; those that hold a secret wipe it when they go.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "net/origin.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::client::credentials {

// Ours, as the SDKs': an hour, S3's default for sessions of a role.
inline constexpr std::chrono::seconds session_duration{3600};

struct Source;

// The keys of a role, by STS.
struct Role {
  std::string arn;
  std::string session_name;  // empty: made up
  std::string external_id;
  std::chrono::seconds duration = session_duration;
  std::string region;
  std::optional<net::Origin>
      sts_endpoint;                    // none: the client's own endpoint, or AWS's for one at AWS
  std::shared_ptr<const Source> base;  // whose keys ask for it (source_profile)
};

// The keys of a role for a token that a file holds and somebody renews.
struct WebIdentity {
  std::string token_file;
  std::string role_arn;
  std::string session_name;
  std::string region;
  std::optional<net::Origin> sts_endpoint;
};

// AWS_CONTAINER_CREDENTIALS_*: a URL that answers JSON.
struct Container {
  net::Url url;
  std::string authorization;       // the header's value; empty: none
  std::string authorization_file;  // read anew for each request; empty: none
};

// Temporary keys that a signing service gives: POST /credentials. See vended.hpp.
struct Vendor {
  net::Url service;
  std::string token;                        // shown as a bearer; empty: none
  std::optional<signer::Credentials> keys;  // that it has given already
  std::optional<wire::Time> keys_end;
};

struct Source {
  std::variant<signer::Credentials, Role, WebIdentity, Container, Vendor> from;
};

}  // namespace pail::client::credentials
