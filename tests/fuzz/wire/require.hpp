// What a fuzz target asserts. Not assert(): it must hold in every build.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace pail::testing {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline std::string_view input(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace pail::testing
