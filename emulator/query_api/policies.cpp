#include "emulator/query_api/policies.hpp"

#include "wire/encode.hpp"

namespace pail::emulator::query_api {

Result<std::shared_ptr<const access::Policy>> policy_document(const Parameters& parameters,
                                                              std::string_view parameter,
                                                              access::PolicyKind kind) {
  PAIL_TRY(const std::string_view text, parameters.required(parameter));
  return access::Policy::parse(text, kind);
}

std::string encoded_document(const access::Policy& policy) {
  return wire::percent_encode(policy.text(), false);
}

}  // namespace pail::emulator::query_api
