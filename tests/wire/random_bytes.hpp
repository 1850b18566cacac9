// Random inputs for tests that compare with a naive version. Seeded by the test, so a failure
// repeats.
#pragma once

#include <random>
#include <string>

namespace pail::testing {

using Random = std::mt19937_64;

inline std::size_t random_below(Random& random, std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
}

// Bytes of all values.
inline std::string random_bytes(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random_below(random, 256));
  return bytes;
}

// Characters of `alphabet`, which steers a parser's input to where it decides something.
inline std::string random_text(Random& random, std::string_view alphabet, std::size_t size) {
  std::string text(size, '\0');
  for (char& c : text) c = alphabet[random_below(random, alphabet.size())];
  return text;
}

}  // namespace pail::testing
