// Policy documents as they come in and go out. Spec: shared/spec/operations.md §6.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "emulator/access/policy.hpp"
#include "emulator/query_api/parameters.hpp"

namespace pail::emulator::query_api {

// MalformedPolicyDocument; ValidationError when it is missing or too long.
Result<std::shared_ptr<const access::Policy>> policy_document(const Parameters& parameters,
                                                              std::string_view parameter,
                                                              access::PolicyKind kind);
// As answers carry them: percent-encoded.
std::string encoded_document(const access::Policy& policy);

}  // namespace pail::emulator::query_api
