// The CRCs of digest.hpp: by folding where the processor multiplies without carries, else by
// tables. S3 computes one of them for every object that is stored, so they must cost little beside
// MD5.
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <utility>

#include "wire/crc_polynomials.hpp"
#include "wire/digest.hpp"

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <wmmintrin.h>
#endif

namespace pail::wire {
namespace {

static_assert(std::endian::native == std::endian::little, "words are loaded as they lie");

template <class Word>
Word load(const std::byte* from) noexcept {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// What one byte does to a CRC, for a byte with 0 to 7 others behind it: eight bytes make one step.
// All three CRCs are reflected: `polynomial` has its bits reversed, and shifts go down.
template <class Word>
struct Tables {
  constexpr explicit Tables(Word polynomial) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      auto word = static_cast<Word>(byte);
      for (int bit = 0; bit < 8; ++bit) word = times_x(word, polynomial);
      behind[0][byte] = word;
    }
    for (std::size_t k = 1; k < 8; ++k) {
      for (std::size_t byte = 0; byte < 256; ++byte) {
        const Word before = behind[k - 1][byte];
        behind[k][byte] = (before >> 8) ^ behind[0][before & 0xff];
      }
    }
  }

  static constexpr Word times_x(Word word, Word polynomial) noexcept {
    return (word >> 1) ^ ((word & 1) != 0 ? polynomial : 0);
  }

  std::array<std::array<Word, 256>, 8> behind{};
};

// A fold and no loop: gcc leaves a loop of eight a loop at -O2, at half the speed.
template <class Word, std::size_t... I>
Word eight_bytes(const Tables<Word>& tables, std::uint64_t word,
                 std::index_sequence<I...>) noexcept {
  return (tables.behind[7 - I][word >> (8 * I) & 0xff] ^ ...);
}

template <class Word>
Word by_tables(const Tables<Word>& tables, Word crc, Bytes data) noexcept {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  for (; left >= 8; at += 8, left -= 8) {
    crc = eight_bytes(tables, load<std::uint64_t>(at) ^ crc, std::make_index_sequence<8>());
  }
  for (; left > 0; ++at, --left) {
    crc = (crc >> 8) ^ tables.behind[0][(crc ^ std::to_integer<Word>(*at)) & 0xff];
  }
  return crc;
}

#if defined(__x86_64__)

// Moves 16 bytes of the message on by some distance without changing its CRC: the first eight bytes
// times x^(distance + 64), the last eight times x^distance, both modulo the polynomial. A product
// of reflected numbers comes out times x, hence one less in the exponents.
template <class Word>
struct Distance {
  constexpr Distance(Word polynomial, int bits)
      : first(power(polynomial, bits + 63)), last(power(polynomial, bits - 1)) {}

  // x^exponent, reflected in 64 bits.
  static constexpr std::uint64_t power(Word polynomial, int exponent) noexcept {
    constexpr int width = std::numeric_limits<Word>::digits;
    Word word = Word{1} << (width - 1);
    for (int i = 0; i < exponent; ++i) word = Tables<Word>::times_x(word, polynomial);
    return std::uint64_t{word} << (64 - width);
  }

  std::uint64_t first, last;
};

// Only called where the processor says that it can.
#define PAIL_PCLMUL __attribute__((target("pclmul")))

PAIL_PCLMUL inline __m128i load_block(const std::byte* from) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

PAIL_PCLMUL inline __m128i moved(__m128i block, __m128i distance) noexcept {
  return _mm_xor_si128(_mm_clmulepi64_si128(block, distance, 0x00),
                       _mm_clmulepi64_si128(block, distance, 0x11));
}

template <class Word>
PAIL_PCLMUL inline __m128i constant(Distance<Word> distance) noexcept {
  return _mm_set_epi64x(static_cast<long long>(distance.last),
                        static_cast<long long>(distance.first));
}

// Four blocks side by side, 64 bytes a step; then all into one, whose CRC the tables finish. Takes
// 64 bytes at least.
template <class Word, Word polynomial>
PAIL_PCLMUL Word by_folding(const Tables<Word>& tables, Word crc, Bytes data) noexcept {
  constexpr Distance<Word> four_blocks(polynomial, 512), one_block(polynomial, 128);
  const __m128i by_64 = constant(four_blocks), by_16 = constant(one_block);
  const std::byte* at = data.data();
  __m128i a = _mm_xor_si128(load_block(at), _mm_set_epi64x(0, static_cast<long long>(crc)));
  __m128i b = load_block(at + 16), c = load_block(at + 32), d = load_block(at + 48);
  std::size_t left = data.size() - 64;
  for (at += 64; left >= 64; at += 64, left -= 64) {
    a = _mm_xor_si128(moved(a, by_64), load_block(at));
    b = _mm_xor_si128(moved(b, by_64), load_block(at + 16));
    c = _mm_xor_si128(moved(c, by_64), load_block(at + 32));
    d = _mm_xor_si128(moved(d, by_64), load_block(at + 48));
  }
  b = _mm_xor_si128(b, moved(a, by_16));
  c = _mm_xor_si128(c, moved(b, by_16));
  d = _mm_xor_si128(d, moved(c, by_16));
  for (; left >= 16; at += 16, left -= 16) d = _mm_xor_si128(moved(d, by_16), load_block(at));
  std::array<std::byte, 16> folded;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(folded.data()), d);
  return by_tables(tables, by_tables(tables, Word{0}, folded), Bytes(at, left));
}

// The processor's own instruction knows this one polynomial. Folding overtakes it on longer texts.
constexpr std::size_t instruction_bytes_max = 512;

__attribute__((target("sse4.2"))) std::uint32_t crc32c_by_instruction(std::uint32_t crc,
                                                                      Bytes data) noexcept {
  const std::byte* at = data.data();
  std::size_t left = data.size();
  std::uint64_t wide = crc;
  for (; left >= 8; at += 8, left -= 8) wide = _mm_crc32_u64(wide, load<std::uint64_t>(at));
  crc = static_cast<std::uint32_t>(wide);
  for (; left > 0; ++at, --left) crc = _mm_crc32_u8(crc, std::to_integer<unsigned char>(*at));
  return crc;
}

#endif

template <class Word, Word polynomial>
Word crc_step(Word crc, Bytes data) noexcept {
  static constexpr Tables<Word> tables(polynomial);
#if defined(__x86_64__)
  if (data.size() >= 64 && __builtin_cpu_supports("pclmul")) {
    return by_folding<Word, polynomial>(tables, crc, data);
  }
#endif
  return by_tables(tables, crc, data);
}

}  // namespace

Crc32& Crc32::update(Bytes data) noexcept {
  state_ = crc_step<std::uint32_t, crc32_polynomial>(state_, data);
  return *this;
}

Crc32c& Crc32c::update(Bytes data) noexcept {
#if defined(__x86_64__)
  if (data.size() <= instruction_bytes_max && __builtin_cpu_supports("sse4.2")) {
    state_ = crc32c_by_instruction(state_, data);
    return *this;
  }
#endif
  state_ = crc_step<std::uint32_t, crc32c_polynomial>(state_, data);
  return *this;
}

Crc64Nvme& Crc64Nvme::update(Bytes data) noexcept {
  state_ = crc_step<std::uint64_t, crc64nvme_polynomial>(state_, data);
  return *this;
}

}  // namespace pail::wire
