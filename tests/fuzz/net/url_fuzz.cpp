// Any text as a URL: never crashes, and what is accepted writes itself back as a URL of the same
// origin.
#include <cstdint>
#include <cstdlib>

#include "net/origin.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto url = pail::net::parse_url({reinterpret_cast<const char*>(data), size});
  if (!url) return 0;
  if (!url.value().target.starts_with('/')) std::abort();
  const auto again = pail::net::parse_url(to_string(url.value().origin));
  if (!again || again.value().origin != url.value().origin) std::abort();
  return 0;
}
