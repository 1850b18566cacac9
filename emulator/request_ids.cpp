#include "emulator/request_ids.hpp"

#include <cstring>
#include <random>

#include "wire/split_mix.hpp"
#include "wire/words.hpp"

namespace pail::emulator {
namespace {

// Eight digits at a time, one to a byte of a word.
using wire::words::ones;

// One in each byte whose digit is at least `least`. Digits are below 64, so nothing carries over.
constexpr std::uint64_t from(std::uint64_t digits, unsigned least) noexcept {
  return (digits + (0x80 - least) * ones) >> 7 & ones;
}

// The lowest 40 bits: digits of 0 to 31 in Crockford's alphabet, which has no I, L, O and U.
constexpr std::uint64_t base32_digits(std::uint64_t bits) noexcept {
  bits = (bits & 0xfffff) | (bits & 0xfffff00000) << 12;
  bits = (bits & 0x000003ff'000003ff) | (bits & 0x000ffc00'000ffc00) << 6;
  const std::uint64_t digits = (bits & 0x001f001f'001f001f) | (bits & 0x03e003e0'03e003e0) << 3;
  return digits + '0' * ones + from(digits, 10) * ('A' - '9' - 1) + from(digits, 18) +
         from(digits, 20) + from(digits, 22) + from(digits, 27);
}

// The lowest 48 bits: digits of 0 to 63 in Base64's alphabet.
constexpr std::uint64_t base64_digits(std::uint64_t bits) noexcept {
  bits = (bits & 0xffffff) | (bits & 0xffffff000000) << 8;
  bits = (bits & 0x00000fff'00000fff) | (bits & 0x00fff000'00fff000) << 4;
  const std::uint64_t digits = (bits & 0x003f003f'003f003f) | (bits & 0x0fc00fc0'0fc00fc0) << 2;
  return digits + 'A' * ones + from(digits, 26) * ('a' - 'Z' - 1) -
         from(digits, 52) * ('z' + 1 - '0') - from(digits, 62) * ('9' + 1 - '+') +
         from(digits, 63) * ('/' - '+' - 1);
}

// Fills `out` with digits that `write` makes of random bits, eight at a time.
template <std::size_t n, class Write>
void draw(wire::SplitMix64& stream, std::array<char, n>& out, Write write) noexcept {
  std::array<std::uint64_t, (n + 7) / 8> digits;
  for (std::uint64_t& eight : digits) eight = write(stream.next());
  std::memcpy(out.data(), digits.data(), n);
}

std::uint64_t random_seed() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

RequestIdSource::RequestIdSource() : RequestIdSource(random_seed()) {}

RequestIds RequestIdSource::next() noexcept {
  const std::uint64_t number = counter_.fetch_add(1, std::memory_order_relaxed);
  // Multiplied, so that neighbouring requests do not read overlapping pieces of one stream.
  wire::SplitMix64 stream(seed_ + number * 0xd1342543de82ef95U);
  RequestIds ids;
  draw(stream, ids.request, base32_digits);
  draw(stream, ids.host, base64_digits);
  return ids;
}

}  // namespace pail::emulator
