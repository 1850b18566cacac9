// The XXH family of fast checksums, as running values beside digest.hpp's: start with {}, update,
// finish once. Digests are big-endian, the canonical form of the xxHash specification. Copies copy
// the state; not thread-safe while being updated. Spec: shared/spec/semantics.md §10.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "wire/encode.hpp"

namespace pail::wire {

using Xxh64Digest = std::array<std::byte, 8>;
using Xxh128Digest = std::array<std::byte, 16>;

class Xxh64 {
 public:
  Xxh64() noexcept;
  Xxh64& update(Bytes data) noexcept;
  Xxh64Digest finish() noexcept;

 private:
  alignas(8) std::array<std::byte, 88> state_;  // XXH64_state_t; xxhash.cpp asserts that it fits
};

// What XXH3 and XXH128 share. Their state has 576 bytes at an alignment of 64: on the heap, it
// burdens nobody who uses another checksum.
class Xxh3State {
 public:
  Xxh3State();
  Xxh3State(const Xxh3State& other);
  Xxh3State(Xxh3State&&) noexcept;
  Xxh3State& operator=(const Xxh3State& other);
  Xxh3State& operator=(Xxh3State&&) noexcept;
  ~Xxh3State();

  struct Raw;
  Raw& raw() noexcept { return *raw_; }

 private:
  std::unique_ptr<Raw> raw_;
};

class Xxh3 {
 public:
  Xxh3& update(Bytes data) noexcept;
  Xxh64Digest finish() noexcept;

 private:
  Xxh3State state_;
};

class Xxh128 {
 public:
  Xxh128& update(Bytes data) noexcept;
  Xxh128Digest finish() noexcept;

 private:
  Xxh3State state_;
};

}  // namespace pail::wire
