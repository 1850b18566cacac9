// Digests, HMACs and checksums; ecdsa.hpp and rsa.hpp have the signatures by public keys.
//
// The low-level SHA1_*/SHA256_*/MD5_* functions are used on purpose: OpenSSL 3's EVP fetches and
// copies contexts on every use, which costs 2 to 10 times the digest of a short text (HMAC-SHA1 of
// a string to sign: 129 ns with copied midstates, 222 with EVP copies, 1,550 with HMAC()). They
// need no initialisation, no lock, no provider.
//
// All classes here are plain values: copy = copy the state. Not thread-safe while being updated;
// const use is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "wire/encode.hpp"

namespace pail::wire {

using Md5Digest = std::array<std::byte, 16>;
using Sha1Digest = std::array<std::byte, 20>;
using Sha256Digest = std::array<std::byte, 32>;
using Sha512Digest = std::array<std::byte, 64>;

class Md5 {
 public:
  Md5() noexcept;
  Md5& update(Bytes data) noexcept;
  Md5Digest finish() noexcept;  // once

 private:
  alignas(8) std::array<std::byte, 96> state_;  // MD5_CTX; digest.cpp asserts that it fits
};

class Sha1 {
 public:
  Sha1() noexcept;
  Sha1& update(Bytes data) noexcept;
  Sha1Digest finish() noexcept;

 private:
  alignas(8) std::array<std::byte, 96> state_;
};

class Sha256 {
 public:
  Sha256() noexcept;
  Sha256& update(Bytes data) noexcept;
  Sha256Digest finish() noexcept;

 private:
  alignas(8) std::array<std::byte, 112> state_;
};

class Sha512 {
 public:
  Sha512() noexcept;
  Sha512& update(Bytes data) noexcept;
  Sha512Digest finish() noexcept;

 private:
  alignas(8) std::array<std::byte, 216> state_;
};

Md5Digest md5(Bytes data) noexcept;
Sha1Digest sha1(Bytes data) noexcept;
Sha256Digest sha256(Bytes data) noexcept;

// HMAC with a key that is used many times: the two key blocks are hashed once, here. The key itself
// is not kept; the midstates are as good as the key to an attacker, so the destructor wipes them.
class HmacSha1 {
 public:
  explicit HmacSha1(std::string_view key) noexcept;
  ~HmacSha1();
  HmacSha1(const HmacSha1&) = default;
  HmacSha1& operator=(const HmacSha1&) = default;
  Sha1Digest operator()(std::string_view message) const noexcept;

 private:
  Sha1 inner_, outer_;
};

class HmacSha256 {
 public:
  explicit HmacSha256(std::string_view key) noexcept;
  explicit HmacSha256(const Sha256Digest& key) noexcept : HmacSha256(as_text(key)) {}
  ~HmacSha256();
  HmacSha256(const HmacSha256&) = default;
  HmacSha256& operator=(const HmacSha256&) = default;
  Sha256Digest operator()(std::string_view message) const noexcept;

 private:
  Sha256 inner_, outer_;
};

// Checksums of S3 (shared/spec/semantics.md §10), in crc.cpp. Running values: start with {},
// update, read value().
class Crc32 {  // IEEE, as zip
 public:
  Crc32& update(Bytes data) noexcept;
  std::uint32_t value() const noexcept { return ~state_; }

 private:
  std::uint32_t state_ = ~0U;
};
class Crc32c {  // Castagnoli
 public:
  Crc32c& update(Bytes data) noexcept;
  std::uint32_t value() const noexcept { return ~state_; }

 private:
  std::uint32_t state_ = ~0U;
};
class Crc64Nvme {
 public:
  Crc64Nvme& update(Bytes data) noexcept;
  std::uint64_t value() const noexcept { return ~state_; }

 private:
  std::uint64_t state_ = ~0ULL;
};

// Equal length and equal bytes, in time that depends on the length alone.
bool constant_time_equal(std::string_view a, std::string_view b) noexcept;
// Overwrites a secret before its memory is given back; not optimised away.
void wipe(std::string& secret) noexcept;
void wipe(std::span<std::byte> secret) noexcept;

}  // namespace pail::wire
