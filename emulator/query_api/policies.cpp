#include "emulator/query_api/policies.hpp"

#include "wire/encode.hpp"

namespace pail::emulator::query_api {
namespace {

constexpr std::size_t document_bytes_max = 131'072;  // of the interface; white space counts here
constexpr std::size_t shown_bytes = 64;              // ours: enough to know it again

}  // namespace

Result<std::shared_ptr<const access::Policy>> policy_document(const Parameters& parameters,
                                                              std::string_view parameter,
                                                              access::PolicyKind kind) {
  PAIL_TRY(const std::string_view text, parameters.required(parameter));
  if (text.size() > document_bytes_max) {
    return invalid(parameter, text.substr(0, shown_bytes),
                   "Member must have length less than or equal to 131072");
  }
  return access::Policy::parse(text, kind);
}

std::string encoded_document(const access::Policy& policy) {
  return wire::percent_encode(policy.text(), false);
}

}  // namespace pail::emulator::query_api
