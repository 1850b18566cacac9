// The one file that takes the functions of the xxHash header in.
#include "wire/xxhash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstring>
#include <new>
#include <type_traits>

namespace pail::wire {
namespace {

XXH64_state_t* context(std::array<std::byte, 88>& state) noexcept {
  static_assert(sizeof(XXH64_state_t) <= sizeof state && alignof(XXH64_state_t) <= 8);
  static_assert(std::is_trivially_copyable_v<XXH64_state_t>);
  return std::launder(reinterpret_cast<XXH64_state_t*>(state.data()));
}

template <class Digest, class Canonical>
Digest digest_of(const Canonical& canonical) noexcept {
  Digest digest;
  static_assert(sizeof digest == sizeof canonical.digest);
  std::memcpy(digest.data(), canonical.digest, digest.size());
  return digest;
}

Xxh64Digest big_endian(XXH64_hash_t hash) noexcept {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, hash);
  return digest_of<Xxh64Digest>(canonical);
}

}  // namespace

Xxh64::Xxh64() noexcept {
  XXH64_reset(::new (state_.data()) XXH64_state_t, 0);
}

Xxh64& Xxh64::update(Bytes data) noexcept {
  if (!data.empty()) XXH64_update(context(state_), data.data(), data.size());
  return *this;
}

Xxh64Digest Xxh64::finish() noexcept {
  return big_endian(XXH64_digest(context(state_)));
}

struct Xxh3State::Raw {
  XXH3_state_t state;
};

Xxh3State::Xxh3State() : raw_(std::make_unique<Raw>()) {
  XXH3_64bits_reset(&raw_->state);  // the same for 128 bits
}
Xxh3State::Xxh3State(const Xxh3State& other) : raw_(std::make_unique<Raw>(*other.raw_)) {}
Xxh3State::Xxh3State(Xxh3State&&) noexcept = default;
Xxh3State& Xxh3State::operator=(const Xxh3State& other) {
  return *this = Xxh3State(other);
}
Xxh3State& Xxh3State::operator=(Xxh3State&&) noexcept = default;
Xxh3State::~Xxh3State() = default;

Xxh3& Xxh3::update(Bytes data) noexcept {
  if (!data.empty()) XXH3_64bits_update(&state_.raw().state, data.data(), data.size());
  return *this;
}

Xxh64Digest Xxh3::finish() noexcept {
  return big_endian(XXH3_64bits_digest(&state_.raw().state));
}

Xxh128& Xxh128::update(Bytes data) noexcept {
  if (!data.empty()) XXH3_128bits_update(&state_.raw().state, data.data(), data.size());
  return *this;
}

Xxh128Digest Xxh128::finish() noexcept {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state_.raw().state));
  return digest_of<Xxh128Digest>(canonical);
}

}  // namespace pail::wire
