// Any text as raw HTTP: read and judged, or refused with a reason; never a good signature.
#include <cstdlib>

#include "signer/explain/retrial.hpp"
#include "tests/fuzz/signer/one_key.hpp"

using namespace pail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto request = signer::explain::capture_http(text);
  if (!request) return request.error().message().value_or("").empty() ? std::abort(), 0 : 0;
  const fuzz::OneKey keys;
  const std::string own_names[] = {"s3.localhost"};
  const auto retrial = signer::explain::retry(request.value(), {.keys = keys,
                                                                .all_keys = {},
                                                                .region = "us-east-1",
                                                                .own_names = own_names,
                                                                .machine_time = wire::Seconds{}});
  if (retrial && retrial.value().good()) std::abort();
  return 0;
}
