// Bytes behind a text multiply its CRC by x^8 each, modulo the polynomial, and their own CRC is
// added. The ones that a CRC begins and ends with cancel each other out.
#include "wire/crc_combine.hpp"

#include <array>
#include <limits>

#include "wire/crc_polynomials.hpp"

namespace pail::wire {
namespace {

// The first power of x is the highest bit, as in the CRCs themselves.
template <class Word>
constexpr Word highest_bit = Word{1} << (std::numeric_limits<Word>::digits - 1);

template <class Word>
constexpr Word product(Word a, Word b, Word polynomial) noexcept {
  Word sum = 0;
  for (Word bit = highest_bit<Word>; bit != 0; bit >>= 1) {
    if ((a & bit) != 0) sum ^= b;
    b = (b >> 1) ^ ((b & 1) != 0 ? polynomial : Word{0});
  }
  return sum;
}

// What 2^k bytes multiply by, for every k that a length can have.
template <class Word>
constexpr std::array<Word, 64> factors(Word polynomial) noexcept {
  std::array<Word, 64> by{};
  by[0] = highest_bit<Word> >> 8;
  for (std::size_t k = 1; k < by.size(); ++k) by[k] = product(by[k - 1], by[k - 1], polynomial);
  return by;
}

template <class Word, Word polynomial>
Word combined(Word first, Word second, std::uint64_t second_bytes) noexcept {
  static constexpr std::array<Word, 64> by = factors(polynomial);
  for (std::size_t k = 0; second_bytes != 0; ++k, second_bytes >>= 1) {
    if ((second_bytes & 1) != 0) first = product(first, by[k], polynomial);
  }
  return first ^ second;
}

}  // namespace

std::uint32_t combined_crc32(std::uint32_t first, std::uint32_t second,
                             std::uint64_t second_bytes) noexcept {
  return combined<std::uint32_t, crc32_polynomial>(first, second, second_bytes);
}

std::uint32_t combined_crc32c(std::uint32_t first, std::uint32_t second,
                              std::uint64_t second_bytes) noexcept {
  return combined<std::uint32_t, crc32c_polynomial>(first, second, second_bytes);
}

std::uint64_t combined_crc64nvme(std::uint64_t first, std::uint64_t second,
                                 std::uint64_t second_bytes) noexcept {
  return combined<std::uint64_t, crc64nvme_polynomial>(first, second, second_bytes);
}

}  // namespace pail::wire
