// Any text as a command line, and as the arguments of curl: a request with a method and a target,
// or a reason.
#include <cstdlib>

#include "signer/explain/capture.hpp"

namespace {

void expect_request_or_reason(std::string_view command) {
  const auto request = pail::signer::explain::capture_curl(command);
  if (!request && request.error().message().value_or("").empty()) std::abort();
  if (request && !request.value().target.starts_with('/')) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  expect_request_or_reason(text);
  expect_request_or_reason("curl http://h/k " + std::string(text));
  return 0;
}
