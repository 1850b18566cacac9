#include <cstdint>

#include "tests/fuzz/wire/require.hpp"
#include "wire/encode.hpp"

using namespace pail::wire;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = pail::testing::input(data, size);
  require(from_hex(to_hex(as_bytes(text))) == text, "hex comes back");
  require(from_base64(to_base64(as_bytes(text))) == text, "Base64 comes back");
  require(percent_decode(percent_encode(text, true)) == text, "a path comes back");
  require(query_decode(percent_encode(text, false)) == text, "a query component comes back");
  require(query_decode(list_encode(text)) == text, "a listed key comes back");
  if (const auto bytes = from_base64(text)) {
    require(to_base64(as_bytes(*bytes)) == text, "Base64 has one spelling");
  }
  if (const auto bytes = from_hex(text)) {
    require(bytes->size() * 2 == text.size(), "hex has two digits a byte");
  }
  if (const auto bytes = percent_decode(text)) {
    require(percent_decode(percent_encode(*bytes, false)) == bytes,
            "what is decoded can be encoded");
  }
  return 0;
}
