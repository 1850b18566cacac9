// RSASSA-PKCS1-v1_5 with SHA-256, verifying only: what JWTs call RS256 (RFC 7518 §3.3).
//
// A key is a handle to an immutable one: copies share it, const calls may run at once. Wrong
// signatures and impossible keys are answers, not errors.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "wire/digest.hpp"
#include "wire/encode.hpp"

struct evp_pkey_st;  // OpenSSL's, not shown to includers

namespace pail::wire {

// RFC 7518 asks for 2048 bits at least. Ours: 8192 at most, and an exponent of 32 bits, because
// verifying costs (bits of n)^2 x (bits of e), and the key comes from a file that others write.
inline constexpr std::size_t rsa_bits_min = 2048;
inline constexpr std::size_t rsa_bits_max = 8192;
inline constexpr std::size_t rsa_exponent_bits_max = 32;

class RsaPublicKey {
 public:
  // Big-endian, leading zeros allowed. nullopt: sizes beyond the limits above, an even modulus, an
  // exponent that is even or 1.
  static std::optional<RsaPublicKey> from_parts(Bytes modulus, Bytes exponent);
  // False unless `signature` has exactly the modulus' bytes and was made over `digest`.
  bool verify(const Sha256Digest& digest, Bytes signature) const;

 private:
  explicit RsaPublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}

  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace pail::wire
