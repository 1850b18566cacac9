// ECDSA over P-256 with SHA-256: what SigV4A signs with (shared/spec/sigv4.md §13) and JWTs call
// ES256 (RFC 7518 §3.4).
//
// Keys are handles to immutable ones: copies share it, const calls may run at once. The memory of a
// private key is wiped when its last copy goes. Wrong signatures and impossible keys are answers,
// not errors; std::runtime_error is thrown only where OpenSSL cannot work at all (no randomness).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "wire/digest.hpp"
#include "wire/encode.hpp"

struct evp_pkey_st;  // OpenSSL's, not shown to includers

namespace pail::wire {

inline constexpr std::size_t p256_bytes = 32;          // of a scalar and of a coordinate
inline constexpr std::size_t p256_der_bytes_max = 72;  // of a signature: two integers of 33 bytes
using P256Field = std::array<std::byte, p256_bytes>;   // big-endian

class P256PublicKey {
 public:
  // Coordinates are 32 bytes, big-endian. nullopt: another length, or no point of the curve.
  static std::optional<P256PublicKey> from_point(Bytes x, Bytes y);
  // `der`: SEQUENCE of two INTEGERs in its one canonical form. False for anything else.
  bool verify(const Sha256Digest& digest, Bytes der) const;
  // r and s of 32 bytes each, one behind the other: the form of a JWT.
  bool verify_raw(const Sha256Digest& digest, Bytes r_and_s) const;
  P256Field x() const;
  P256Field y() const;

 private:
  friend class P256PrivateKey;
  explicit P256PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  P256Field coordinate(const char* name) const;

  std::shared_ptr<evp_pkey_st> key_;
};

class P256PrivateKey {
 public:
  // nullopt unless 32 bytes, big-endian, from 1 to the order of the curve less 1.
  static std::optional<P256PrivateKey> from_scalar(Bytes scalar);
  // DER, 8 to 72 bytes; another one at each call, since ECDSA draws a number for each.
  std::string sign(const Sha256Digest& digest) const;
  // Its other half; shares this key's memory.
  const P256PublicKey& public_key() const noexcept { return pair_; }

 private:
  explicit P256PrivateKey(P256PublicKey pair) : pair_(std::move(pair)) {}

  P256PublicKey pair_;
};

}  // namespace pail::wire
