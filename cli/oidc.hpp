// --oidc ISSUER=FILE of `pail serve`: the identity providers whose tokens STS takes.
#pragma once

#include <string>
#include <vector>

#include "emulator/access/oidc.hpp"

namespace pail::cli {

// Each text is "https://accounts.example.com=jwks.json". Ends the command with exit_usage when one
// is not, when its file cannot be read or holds no key set.
std::vector<access::OidcSource> oidc_sources(const std::vector<std::string>& texts);

}  // namespace pail::cli
