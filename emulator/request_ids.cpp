#include "emulator/request_ids.hpp"

#include <random>
#include <span>

namespace pail::emulator {
namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // no I, L, O, U
constexpr std::string_view base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// SplitMix64: an odd step, then a bijection, so that no value comes twice in 2^64 draws.
class Stream {
 public:
  explicit Stream(std::uint64_t state) noexcept : state_(state) {}
  std::uint64_t next() noexcept {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

// Fills `out` with characters of an alphabet whose size is 2^bits.
void draw(Stream& stream, std::span<char> out, std::string_view alphabet, unsigned bits) noexcept {
  std::uint64_t pool = 0;
  unsigned left = 0;
  for (char& c : out) {
    if (left < bits) {
      pool = stream.next();
      left = 64;
    }
    c = alphabet[pool & (alphabet.size() - 1)];
    pool >>= bits;
    left -= bits;
  }
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
  Stream stream(seed_ + number * 0xd1342543de82ef95U);
  RequestIds ids;
  draw(stream, ids.request, crockford, 5);
  draw(stream, ids.host, base64, 6);
  return ids;
}

}  // namespace pail::emulator
