// Policies for tests, and who may show what to them.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "signer/service/policy.hpp"
#include "tests/signer/jwt_support.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::signer::service::testing {

// The only file there is beside a policy.
inline Result<std::string> read_beside(const std::string& name) {
  if (name == "idp.jwks.json") return signer::testing::TestIssuer().jwks();
  return wire::Error(wire::Errc::InvalidArgument, "cannot be read");
}

inline Policy policy_of(std::string_view json) {
  auto policy = read_policy(json, read_beside);
  if (!policy) throw std::runtime_error(wire::describe(policy.error()));
  return std::move(policy.value());
}

inline std::string sha256_of(std::string_view token) {
  return wire::to_hex(wire::sha256(wire::as_bytes(token)));
}

// "ann" bears "ann-token", "bob" "bob-token".
inline std::string callers_json() {
  return R"("callers": [{"name": "ann", "token_sha256": ")" + sha256_of("ann-token") +
         R"("}, {"name": "bob", "token_sha256": ")" + sha256_of("bob-token") + R"("}])";
}

}  // namespace pail::signer::service::testing
