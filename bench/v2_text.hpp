// What V2 signs of a GET without amz headers, put together by hand: the bare loops begin with it.
#pragma once

#include <cstring>
#include <initializer_list>
#include <string_view>

namespace pail::bench {

// Appends to `out`, which must have the room; the end of what was written.
inline char* put(char* out, std::initializer_list<std::string_view> pieces) {
  for (const std::string_view piece : pieces) {
    std::memcpy(out, piece.data(), piece.size());
    out += piece.size();
  }
  return out;
}

// Returns its length.
inline std::size_t put_v2_text(char* out, std::string_view date, std::string_view path) {
  return static_cast<std::size_t>(put(out, {"GET\n\n\n", date, "\n", path}) - out);
}

}  // namespace pail::bench
