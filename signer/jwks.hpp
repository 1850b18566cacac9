// A JSON Web Key Set: the public keys an identity provider signs its tokens with (RFC 7517). RSA of
// 2048 bits and more, and EC P-256; what else a set holds, or keys that are not for signatures, is
// passed over, as real sets hold such.
//
// Immutable: thread-safe. Pure.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "wire/ecdsa.hpp"
#include "wire/result.hpp"
#include "wire/rsa.hpp"

namespace pail::signer {

inline constexpr std::size_t jwks_keys_max = 100;  // ours: providers rotate among two or three

struct Jwk {
  std::string kid;  // "" when it has none
  std::variant<wire::RsaPublicKey, wire::P256PublicKey> key;
};

// At least one key. InvalidArgument: no JSON, no key set, nothing of use in it, a broken key.
wire::Result<std::vector<Jwk>> parse_jwks(std::string_view json);

}  // namespace pail::signer
