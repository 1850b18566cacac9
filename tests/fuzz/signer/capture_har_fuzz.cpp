// Any text as a HAR file: an entry's request, or a reason.
#include <cstdlib>

#include "signer/explain/capture.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::size_t number : {0U, 1U, 2U}) {
    const auto request = pail::signer::explain::capture_har(text, number);
    if (!request && request.error().message().value_or("").empty()) std::abort();
    if (request && !request.value().target.starts_with('/')) std::abort();
  }
  return 0;
}
