// Chance that can be had again: a number drawn from a seed, for the n-th of something. Nothing is
// remembered, so that any thread can draw for any request. Not for secrets.
#pragma once

#include <cstdint>

#include "wire/split_mix.hpp"

namespace pail::client::load {

// What is drawn for; two purposes share no numbers.
enum class Purpose : std::uint64_t { object = 1, size = 2, body = 3, resample = 4 };

// The first number of a seed.
constexpr std::uint64_t mixed_bits(std::uint64_t seed) noexcept {
  return wire::SplitMix64(seed).next();
}

constexpr std::uint64_t draw(std::uint64_t seed, Purpose purpose, std::uint64_t number) noexcept {
  return mixed_bits(mixed_bits(seed ^ (static_cast<std::uint64_t>(purpose) << 56)) ^ number);
}

// One of 0 .. count - 1, each as likely as the other as nearly as 32 bits can say.
constexpr std::uint64_t below(std::uint64_t count, std::uint64_t drawn) noexcept {
  return ((drawn >> 32) * count) >> 32;
}

}  // namespace pail::client::load
