// The chain: who has keys for this process, asked in the SDKs' order. Nothing is fetched here; what
// comes out is data for make_provider().
//
//   environment (unless a profile was chosen for this very call) -> the profile's role -> a web
//   identity -> the profile's own keys -> the container's endpoint -> nothing
#pragma once

#include <optional>
#include <string>

#include "client/credentials/source.hpp"
#include "client/settings.hpp"

namespace pail::client::credentials {

struct ChosenSource {
  Source source;
  std::string from;  // "the environment", "the profile 'phone'"
};

// What roles need to know of STS.
struct StsPlace {
  std::string region;
  std::optional<net::Origin> endpoint;
};

// Errors, all InvalidArgument with the place and the reason: half a pair of keys; a role without a
// profile that pays for it, or in a circle; a container URL that must not give keys; a profile
// whose keys come in a way that is not supported (sso, credential_process, mfa_serial).
Result<std::optional<ChosenSource>> find_source(const Lookup& lookup, const StsPlace& sts);

// "keys AKID...", "the role ARN": what may be shown of it.
std::string describe(const Source& source);

}  // namespace pail::client::credentials
