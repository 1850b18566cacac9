// Hex and Base64 written into room that the caller has, for digests that end up in another text;
// encode.hpp has the same as strings. Each returns the end of what it wrote.
#pragma once

#include <cstddef>

#include "wire/encode.hpp"

namespace pail::wire {

constexpr std::size_t hex_size(std::size_t bytes) noexcept {
  return 2 * bytes;
}
constexpr std::size_t base64_size(std::size_t bytes) noexcept {
  return (bytes + 2) / 3 * 4;
}

char* put_hex(char* to, Bytes bytes) noexcept;
char* put_base64(char* to, Bytes bytes) noexcept;

}  // namespace pail::wire
