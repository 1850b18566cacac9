// Eight characters at a time, as one number: for what looks at every character of every request.
// Internal to what must be fast; text.hpp has the same by the name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pail::wire::words {

inline constexpr std::uint64_t ones = 0x0101010101010101;  // in each byte of a word
inline constexpr std::uint64_t top_bits = 0x80 * ones;

inline std::uint64_t load(const char* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// The top bit of each byte from `first` to `last`, both of ASCII. The additions carry into it where
// a byte is at least `first`, and where it is beyond `last`: between them the two differ.
constexpr std::uint64_t between(std::uint64_t word, char first, char last) noexcept {
  const std::uint64_t low_bits = word & (0x7f * ones);
  const std::uint64_t from_first = low_bits + static_cast<std::uint64_t>(0x80 - first) * ones;
  const std::uint64_t beyond_last = low_bits + static_cast<std::uint64_t>(0x7f - last) * ones;
  return (from_first ^ beyond_last) & ~word & top_bits;
}

// All capitals made small.
constexpr std::uint64_t lower(std::uint64_t word) noexcept {
  return word | between(word, 'A', 'Z') >> 2;  // 0x80 >> 2 is what tells 'a' from 'A'
}

// Whether a character is below `limit`, which is 128 at most: the subtraction borrows into the top
// bit of its byte.
inline bool any_below(std::string_view text, unsigned char limit) noexcept {
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    const std::uint64_t word = load(text.data());
    if (((word - limit * ones) & ~word & top_bits) != 0) return true;
  }
  return std::any_of(text.begin(), text.end(),
                     [limit](char c) { return static_cast<unsigned char>(c) < limit; });
}

}  // namespace pail::wire::words
