// Numbers as records and disks hold them. Free functions, thread-safe.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace pail::model {

template <std::unsigned_integral Number>
void append_little_endian(std::string& out, Number number) {
  for (unsigned shift = 0; shift < 8 * sizeof(Number); shift += 8) {
    out += static_cast<char>(number >> shift);
  }
}

// Of the first bytes of `text`, which must be there.
template <std::unsigned_integral Number>
Number read_little_endian(std::string_view text) noexcept {
  Number number = 0;
  for (std::size_t i = sizeof(Number); i > 0; --i) {
    number = static_cast<Number>(number << 8 | static_cast<unsigned char>(text[i - 1]));
  }
  return number;
}

}  // namespace pail::model
