// A JSON Web Token (RFC 7519) in its compact form, signed with RS256 or ES256: what an identity
// provider hands to whom it has logged in. Any other algorithm is refused by name, "none" and the
// symmetric ones among them: accepting those would let anybody sign.
//
// Reading a token trusts nothing in it; signature_holds() does the proof. Pure; thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "signer/jwks.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::signer {

// Ours: clocks of servers that ask the network for the time differ by less.
inline constexpr std::chrono::seconds jwt_leeway{60};
inline constexpr std::size_t jwt_bytes_max = 20'000;  // of WebIdentityToken, as documented

enum class JwtAlgorithm : std::uint8_t { rs256, es256 };

struct Jwt {
  JwtAlgorithm algorithm = JwtAlgorithm::rs256;
  std::string kid;  // "" when it names none
  std::string issuer;
  std::string subject;
  std::vector<std::string> audiences;  // at least one
  wire::Seconds expires;
  std::optional<wire::Seconds> not_before;
  boost::json::object claims;    // all of them
  std::string_view signed_text;  // of the token, which must outlive this
  std::string signature;
};

// InvalidIdentityToken, with what is wrong: three parts, header, algorithm, a claim that is missing
// (iss, sub, aud, exp) or of the wrong kind.
wire::Result<Jwt> parse_jwt(std::string_view token);
// Whether one of the keys made the signature: those of the token's kid, or all where it names none.
bool signature_holds(const Jwt& token, const std::vector<Jwk>& keys);
// ExpiredTokenException: over, by more than the leeway. IDPRejectedClaim: not valid yet.
wire::Result<void> check_dates(const Jwt& token, wire::Time now);

}  // namespace pail::signer
