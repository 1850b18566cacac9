// SplitMix64, from its published description: numbers that look random and can be had again from
// their seed. Not for secrets.
#pragma once

#include <cstdint>

namespace pail::wire {

// A bijection; every bit of the result depends on every bit of `value`, so that neighbours come out
// unrelated. Only 0 stays what it is.
constexpr std::uint64_t mix_bits(std::uint64_t value) noexcept {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

// The stream of one seed: an odd step, then the bijection, so that no number comes twice in 2^64.
class SplitMix64 {
 public:
  explicit constexpr SplitMix64(std::uint64_t seed) noexcept : state_(seed) {}
  constexpr std::uint64_t next() noexcept { return mix_bits(state_ += 0x9e3779b97f4a7c15); }

 private:
  std::uint64_t state_;
};

}  // namespace pail::wire
