#include "emulator/access/oidc.hpp"

#include <algorithm>

#include "emulator/access/jwt.hpp"
#include "wire/date.hpp"

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

wire::Result<void> is_current(const Jwt& token, wire::Time now) {
  if (now >= token.expires + jwt_leeway) {
    return Error(Errc::ExpiredTokenException, "Token expired: current date/time " +
                                                  wire::format_iso_extended(now) +
                                                  " must be before the expiration date/time " +
                                                  wire::format_iso_extended(token.expires));
  }
  if (token.not_before && now + jwt_leeway < *token.not_before) {
    return Error(Errc::IDPRejectedClaim,
                 "Token is not valid before " + wire::format_iso_extended(*token.not_before));
  }
  return wire::ok();
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
    PAIL_TRY(auto keys, parse_jwks(source.jwks));
    known.push_back({source.issuer, std::move(keys)});
  }
  return providers;
}

wire::Result<WebIdentity> OidcProviders::identify(std::string_view text, wire::Time now) const {
  PAIL_TRY(Jwt token, parse_jwt(text));
  const auto provider =
      std::find_if(providers_.begin(), providers_.end(),
                   [&](const Provider& one) { return one.issuer == token.issuer; });
  if (provider == providers_.end()) {
    return Error(Errc::InvalidIdentityToken,
                 "No OpenIDConnect provider found in your account for " + token.issuer);
  }
  if (!signature_holds(token, provider->keys)) {
    return Error(Errc::InvalidIdentityToken,
                 "Couldn't verify the token's signature with the keys "
                 "of its issuer.");
  }
  PAIL_TRY(is_current(token, now));
  return WebIdentity{token.issuer, std::string(without_scheme(token.issuer)), token.subject,
                     token.audiences};
}

}  // namespace pail::access
