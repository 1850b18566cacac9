// Who asks: by a token, a JWT or a certificate. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "net/exchange.hpp"
#include "signer/service/policy.hpp"
#include "wire/clock.hpp"

namespace pail::signer::service {

struct Caller {
  std::string name{anonymous_name};
  std::string_view known_by;  // "token", "jwt", "certificate"; "" for who is anonymous
};

// UnauthorizedAccess, with WWW-Authenticate: nothing was shown, or nothing that is believed.
// AccessDenied: a certificate of somebody whom the policy does not know. What is shown and does not
// help never makes its sender anonymous. The message repeats nothing of it.
Result<Caller> identify(const Policy& policy, const net::Request& request, wire::Time now);

}  // namespace pail::signer::service
