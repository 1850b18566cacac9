// The reason for the deprecated functions is in the header.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "wire/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/md5.h>
#include <openssl/sha.h>

#include <cstring>
#include <new>

#include "wire/words.hpp"

namespace pail::wire {
namespace {

// Our state arrays hold OpenSSL's contexts, which are plain structs of integers.
template <class Context, std::size_t Size>
Context* context(std::array<std::byte, Size>& state) noexcept {
  static_assert(sizeof(Context) <= Size && alignof(Context) <= 8);
  static_assert(std::is_trivially_copyable_v<Context>);
  return std::launder(reinterpret_cast<Context*>(state.data()));
}

template <class Digest>
unsigned char* raw(Digest& digest) noexcept {
  return reinterpret_cast<unsigned char*>(digest.data());
}

}  // namespace

Md5::Md5() noexcept {
  MD5_Init(::new (state_.data()) MD5_CTX);
}

Md5& Md5::update(Bytes data) noexcept {
  MD5_Update(context<MD5_CTX>(state_), data.data(), data.size());
  return *this;
}

Md5Digest Md5::finish() noexcept {
  Md5Digest digest;
  static_assert(sizeof digest == MD5_DIGEST_LENGTH);
  MD5_Final(raw(digest), context<MD5_CTX>(state_));
  return digest;
}

Sha1::Sha1() noexcept {
  SHA1_Init(::new (state_.data()) SHA_CTX);
}

Sha1& Sha1::update(Bytes data) noexcept {
  SHA1_Update(context<SHA_CTX>(state_), data.data(), data.size());
  return *this;
}

Sha1Digest Sha1::finish() noexcept {
  Sha1Digest digest;
  static_assert(sizeof digest == SHA_DIGEST_LENGTH);
  SHA1_Final(raw(digest), context<SHA_CTX>(state_));
  return digest;
}

Sha256::Sha256() noexcept {
  SHA256_Init(::new (state_.data()) SHA256_CTX);
}

Sha256& Sha256::update(Bytes data) noexcept {
  SHA256_Update(context<SHA256_CTX>(state_), data.data(), data.size());
  return *this;
}

Sha256Digest Sha256::finish() noexcept {
  Sha256Digest digest;
  static_assert(sizeof digest == SHA256_DIGEST_LENGTH);
  SHA256_Final(raw(digest), context<SHA256_CTX>(state_));
  return digest;
}

Sha512::Sha512() noexcept {
  SHA512_Init(::new (state_.data()) SHA512_CTX);
}

Sha512& Sha512::update(Bytes data) noexcept {
  SHA512_Update(context<SHA512_CTX>(state_), data.data(), data.size());
  return *this;
}

Sha512Digest Sha512::finish() noexcept {
  Sha512Digest digest;
  static_assert(sizeof digest == SHA512_DIGEST_LENGTH);
  SHA512_Final(raw(digest), context<SHA512_CTX>(state_));
  return digest;
}

Md5Digest md5(Bytes data) noexcept {
  return Md5().update(data).finish();
}
Sha1Digest sha1(Bytes data) noexcept {
  return Sha1().update(data).finish();
}
Sha256Digest sha256(Bytes data) noexcept {
  return Sha256().update(data).finish();
}

namespace {

// SHA-1 and SHA-256 both take blocks of 64 bytes, and so does the key of their HMAC (RFC 2104).
constexpr std::size_t block_bytes = 64;

// Starts the two hashes of an HMAC: the key block under one mask, then under the other.
template <class Hash>
void start_hmac(Hash& inner, Hash& outer, std::string_view key) noexcept {
  std::array<std::byte, block_bytes> block{};
  if (key.size() > block_bytes) {
    const auto short_key = Hash().update(as_bytes(key)).finish();
    std::memcpy(block.data(), short_key.data(), short_key.size());
  } else if (!key.empty()) {
    std::memcpy(block.data(), key.data(), key.size());
  }
  for (std::byte& b : block) b ^= std::byte{0x36};
  inner.update(block);
  for (std::byte& b : block) b ^= std::byte{0x36 ^ 0x5c};
  outer.update(block);
  OPENSSL_cleanse(block.data(), block.size());
}

template <class Hash>
auto finish_hmac(Hash inner, Hash outer, std::string_view message) noexcept {
  return outer.update(inner.update(as_bytes(message)).finish()).finish();
}

}  // namespace

HmacSha1::HmacSha1(std::string_view key) noexcept {
  start_hmac(inner_, outer_, key);
}

HmacSha1::~HmacSha1() {
  OPENSSL_cleanse(&inner_, sizeof inner_);
  OPENSSL_cleanse(&outer_, sizeof outer_);
}

Sha1Digest HmacSha1::operator()(std::string_view message) const noexcept {
  return finish_hmac(inner_, outer_, message);
}

HmacSha256::HmacSha256(std::string_view key) noexcept {
  start_hmac(inner_, outer_, key);
}

HmacSha256::~HmacSha256() {
  OPENSSL_cleanse(&inner_, sizeof inner_);
  OPENSSL_cleanse(&outer_, sizeof outer_);
}

Sha256Digest HmacSha256::operator()(std::string_view message) const noexcept {
  return finish_hmac(inner_, outer_, message);
}

bool constant_time_equal(std::string_view a, std::string_view b) noexcept {
  // As CRYPTO_memcmp, which goes byte by byte: 28 or 64 of them for every request.
  if (a.size() != b.size()) return false;
  std::uint64_t differing = 0;
  std::size_t i = 0;
  for (; a.size() - i >= sizeof differing; i += sizeof differing) {
    differing |= words::load(a.data() + i) ^ words::load(b.data() + i);
  }
  for (; i < a.size(); ++i) differing |= static_cast<unsigned char>(a[i] ^ b[i]);
  // What is known here must be the exact value, so that no compiler can leave at a difference.
  asm volatile("" : "+r"(differing));
  return differing == 0;
}

void wipe(std::string& secret) noexcept {
  // A text may have been longer before: all its memory counts.
  secret.resize(secret.capacity());
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

void wipe(std::span<std::byte> secret) noexcept {
  OPENSSL_cleanse(secret.data(), secret.size());
}

}  // namespace pail::wire
