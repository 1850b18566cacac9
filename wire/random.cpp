#include "wire/random.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "wire/digest.hpp"

namespace pail::wire {

void SystemRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw std::system_error(errno, std::system_category(), "getrandom");
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

// SHA-256 of seed and counter, block by block.
void SeededRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    const std::uint64_t words[] = {seed_, blocks_.fetch_add(1)};
    const Sha256Digest block = sha256(std::as_bytes(std::span(words)));
    const std::size_t bytes = std::min(out.size(), block.size());
    std::memcpy(out.data(), block.data(), bytes);
    out = out.subspan(bytes);
  }
}

std::string random_text(Random& random, std::string_view alphabet, std::size_t characters) {
  std::string text(characters, '\0');
  random.fill(std::as_writable_bytes(std::span(text.data(), text.size())));
  for (char& c : text) c = alphabet[static_cast<unsigned char>(c) % alphabet.size()];
  return text;
}

}  // namespace pail::wire
