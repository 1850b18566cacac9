// Whether a caller may make a call: what sessions may not call at all, then the policies.
//
// Errors: AccessDenied, InvalidClientTokenId. Spec: shared/spec/operations.md §5, errors.md §8.
#pragma once

#include <string_view>

#include "emulator/query_api/call.hpp"
#include "wire/error.hpp"

namespace pail::emulator::query_api {

Result<void> may_call(const Call& call);
// "User: <arn> is not authorized to perform: <action> on resource: <arn>"
wire::Error not_authorized(const access::Identity& caller, std::string_view action,
                           std::string_view resource);

}  // namespace pail::emulator::query_api
