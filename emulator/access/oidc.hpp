// The identity providers whose tokens AssumeRoleWithWebIdentity takes: each an issuer and the key
// set it publishes, from a file, since nothing is fetched. They are known in every account.
//
// Immutable: thread-safe. Spec: shared/spec/operations.md §5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "signer/jwks.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::access {

struct OidcSource {
  std::string issuer;  // "https://accounts.example.com": what iss says
  std::string jwks;    // the JSON text
};

// Who a token says somebody is, proven.
struct WebIdentity {
  std::string issuer;
  std::string provider;  // the issuer without its scheme: what arns and condition keys call it
  std::string subject;
  std::vector<std::string> audiences;
};

class OidcProviders {
 public:
  OidcProviders() = default;
  // InvalidArgument: an issuer that is no http(s) URL or stands twice, a key set that is none.
  static wire::Result<OidcProviders> open(const std::vector<OidcSource>& sources);

  // InvalidIdentityToken: no token, nobody's here, a signature that does not hold.
  // ExpiredTokenException: over. IDPRejectedClaim: not valid yet.
  wire::Result<WebIdentity> identify(std::string_view token, wire::Time now) const;

 private:
  struct Provider {
    std::string issuer;
    std::vector<signer::Jwk> keys;
  };
  std::vector<Provider> providers_;
};

}  // namespace pail::access
