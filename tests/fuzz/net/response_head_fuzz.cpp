// Any bytes as a response head: the parser never crashes, and every view it gives lies inside the
// bytes.
#include <cstdint>
#include <cstdlib>

#include "net/head_parser.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pail::net::ResponseHeadView head;
  const auto parsed = parse_response_head(bytes, head);
  if (!parsed || parsed.value() == 0) return 0;
  if (parsed.value() > size || head.status > 999) std::abort();
  for (const auto& [name, value] : head.headers) {
    for (const std::string_view part : {name, value}) {
      const bool inside =
          part.data() >= bytes.data() && part.data() + part.size() <= bytes.data() + bytes.size();
      if (!part.empty() && !inside) std::abort();
    }
  }
  return 0;
}
