// Any text as a policy document: read or refused, never more; what is read can be held against a
// form.
#include "signer/post_policy.hpp"

#include <cstdint>

#include "wire/encode.hpp"

using namespace pail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const wire::Headers fields = {{"key", "user/a"}, {"Content-Type", "image/png,"}, {"acl", ""}};
  constexpr wire::Seconds now{std::chrono::seconds{1360112265}};
  for (const std::string& base64 : {wire::to_base64(wire::as_bytes(text)), std::string(text)}) {
    const auto policy = signer::PostPolicy::parse(base64);
    if (!policy) continue;
    (void)policy.value().check({"bucket", fields, signer::Scheme::v4_post}, now).has_value();
    (void)policy.value().sizes().check(size).has_value();
  }
  return 0;
}
