#include "emulator/access/oidc.hpp"

#include <algorithm>

#include "signer/jwt.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Error;

std::string_view without_scheme(std::string_view issuer) noexcept {
  return issuer.substr(issuer.find("://") + 3);
}

bool is_web_address(std::string_view issuer) noexcept {
  return (issuer.starts_with("https://") || issuer.starts_with("http://")) &&
         !without_scheme(issuer).empty();
}

}  // namespace

wire::Result<OidcProviders> OidcProviders::open(const std::vector<OidcSource>& sources) {
  OidcProviders providers;
  for (const OidcSource& source : sources) {
    auto& known = providers.providers_;
    if (!is_web_address(source.issuer) ||
        std::any_of(known.begin(), known.end(),
                    [&](const Provider& other) { return other.issuer == source.issuer; })) {
      return Error(Errc::InvalidArgument,
                   "Issuer '" + source.issuer + "': no http(s) URL, or given twice");
    }
    PAIL_TRY(auto keys, signer::parse_jwks(source.jwks));
    known.push_back({source.issuer, std::move(keys)});
  }
  return providers;
}

wire::Result<WebIdentity> OidcProviders::identify(std::string_view text, wire::Time now) const {
  PAIL_TRY(const signer::Jwt token, signer::parse_jwt(text));
  const auto provider =
      std::find_if(providers_.begin(), providers_.end(),
                   [&](const Provider& one) { return one.issuer == token.issuer; });
  if (provider == providers_.end()) {
    return Error(Errc::InvalidIdentityToken,
                 "No OpenIDConnect provider found in your account for " + token.issuer);
  }
  if (!signer::signature_holds(token, provider->keys)) {
    return Error(Errc::InvalidIdentityToken,
                 "Couldn't verify the token's signature with the keys "
                 "of its issuer.");
  }
  PAIL_TRY(signer::check_dates(token, now));
  return WebIdentity{token.issuer, std::string(without_scheme(token.issuer)), token.subject,
                     token.audiences};
}

}  // namespace pail::access
