// The CRCs of digest.hpp. By tables, sixteen bytes a step; CRC32C by the processor's own
// instruction where it has one.
#include <array>
#include <bit>
#include <cstring>

#include "wire/digest.hpp"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace pail::wire {
namespace {

static_assert(std::endian::native == std::endian::little, "the steps load words as they lie");

constexpr std::size_t step_bytes = 16;

// tables[k][b]: what byte b contributes when k more bytes follow it in the step.
template <class Word>
using Tables = std::array<std::array<Word, 256>, step_bytes>;

// `polynomial` with its bits reversed, as all three CRCs go from the low bit up.
template <class Word>
constexpr Tables<Word> make_tables(Word polynomial) {
  Tables<Word> tables{};
  for (unsigned b = 0; b < 256; ++b) {
    Word word = b;
    for (int bit = 0; bit < 8; ++bit) word = (word >> 1) ^ ((word & 1) != 0 ? polynomial : 0);
    tables[0][b] = word;
  }
  for (std::size_t k = 1; k < step_bytes; ++k) {
    for (std::size_t b = 0; b < 256; ++b) {
      const Word before = tables[k - 1][b];
      tables[k][b] = (before >> 8) ^ tables[0][before & 0xff];
    }
  }
  return tables;
}

constexpr Tables<std::uint32_t> crc32_tables = make_tables<std::uint32_t>(0xEDB88320);
constexpr Tables<std::uint32_t> crc32c_tables = make_tables<std::uint32_t>(0x82F63B78);
constexpr Tables<std::uint64_t> crc64_tables = make_tables<std::uint64_t>(0x9A6C9329AC4BC9B5);

template <class Word>
Word load(const std::byte* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// The eight bytes of `word`, whose last one is followed by `Behind` more in the step.
template <std::size_t Behind, class Word>
Word eight_bytes(const Tables<Word>& tables, std::uint64_t word) noexcept {
  Word crc = 0;
  for (std::size_t i = 0; i < 8; ++i) crc ^= tables[Behind + 7 - i][word >> (8 * i) & 0xff];
  return crc;
}

template <class Word>
Word by_tables(const Tables<Word>& tables, Word crc, Bytes data) noexcept {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  for (; left >= step_bytes; at += step_bytes, left -= step_bytes) {
    crc = eight_bytes<8>(tables, load<std::uint64_t>(at) ^ crc) ^
          eight_bytes<0>(tables, load<std::uint64_t>(at + 8));
  }
  for (; left > 0; ++at, --left) {
    crc = static_cast<Word>(crc >> 8) ^ tables[0][(crc ^ std::to_integer<Word>(*at)) & 0xff];
  }
  return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(std::uint32_t crc,
                                                                      Bytes data) noexcept {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  std::uint64_t wide = crc;
  for (; left >= 8; at += 8, left -= 8) wide = _mm_crc32_u64(wide, load<std::uint64_t>(at));
  crc = static_cast<std::uint32_t>(wide);
  for (; left > 0; ++at, --left) crc = _mm_crc32_u8(crc, std::to_integer<std::uint8_t>(*at));
  return crc;
}

std::uint32_t crc32c_step(std::uint32_t crc, Bytes data) noexcept {
  if (__builtin_cpu_supports("sse4.2")) return crc32c_by_instruction(crc, data);
  return by_tables(crc32c_tables, crc, data);
}
#else
std::uint32_t crc32c_step(std::uint32_t crc, Bytes data) noexcept {
  return by_tables(crc32c_tables, crc, data);
}
#endif

}  // namespace

Crc32& Crc32::update(Bytes data) noexcept {
  state_ = by_tables(crc32_tables, state_, data);
  return *this;
}

Crc32c& Crc32c::update(Bytes data) noexcept {
  state_ = crc32c_step(state_, data);
  return *this;
}

Crc64Nvme& Crc64Nvme::update(Bytes data) noexcept {
  state_ = by_tables(crc64_tables, state_, data);
  return *this;
}

}  // namespace pail::wire
