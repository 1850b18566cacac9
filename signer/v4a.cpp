#include "signer/v4a.hpp"

#include <algorithm>
#include <stdexcept>

#include "wire/digest.hpp"
#include "wire/text.hpp"

namespace pail::signer::v4a {
namespace {

// §13: how often the derivation may be tried. Each fails with a probability of 2^-32.
constexpr unsigned counter_max = 254;

// What the n-th try hashes: NIST SP 800-108 in counter mode, for 256 bits.
std::string fixed_input(std::string_view access_key, unsigned n) {
  constexpr std::string_view counter("\0\0\0\x01", 4);
  constexpr std::string_view bits("\0\0\x01\0", 4);
  std::string text(counter);
  text += algorithm;
  text += '\0';
  text += access_key;
  text += static_cast<char>(n);
  text += bits;
  return text;
}

// Big-endian, modulo 2^256.
void add_one(wire::P256Field& number) noexcept {
  for (auto byte = number.rbegin(); byte != number.rend(); ++byte) {
    *byte = static_cast<std::byte>(std::to_integer<unsigned>(*byte) + 1U);
    if (*byte != std::byte{0}) return;
  }
}

// Whether `text` is `pattern`, where '*' stands for any run of characters. Returns to the last star
// only, so that the cost is the product of the lengths at worst.
bool is_like(std::string_view text, std::string_view pattern) noexcept {
  std::size_t t = 0, p = 0, behind_star = std::string_view::npos, retry_at = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      behind_star = ++p;
      retry_at = t;
    } else if (p < pattern.size() && wire::to_lower(pattern[p]) == wire::to_lower(text[t])) {
      ++p;
      ++t;
    } else if (behind_star != std::string_view::npos) {
      p = behind_star;
      t = ++retry_at;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

wire::P256PrivateKey private_key(std::string_view access_key, std::string_view secret) {
  std::string seed = "AWS4A";
  seed.reserve(seed.size() + secret.size());
  seed += secret;
  const wire::HmacSha256 hash(seed);
  wire::wipe(seed);
  for (unsigned n = 1; n <= counter_max; ++n) {
    // The scalar is the hash plus one where that is below the order of the curve.
    wire::P256Field scalar = hash(fixed_input(access_key, n));
    add_one(scalar);
    const auto key = wire::P256PrivateKey::from_scalar(scalar);
    wire::wipe(scalar);
    if (key) return *key;
  }
  throw std::logic_error("254 hashes in a row beyond the order of P-256");
}

bool covers(std::string_view region_set, std::string_view region) noexcept {
  for (;;) {
    const std::size_t comma = std::min(region_set.find(','), region_set.size());
    if (is_like(region, region_set.substr(0, comma))) return true;
    if (comma == region_set.size()) return false;
    region_set.remove_prefix(comma + 1);
  }
}

}  // namespace pail::signer::v4a
