// What of a request may be shown to whoever logs. Pure. Spec: shared/spec/sigv2.md §8 and §9.
#pragma once

#include <string>
#include <string_view>

#include "wire/headers.hpp"
#include "wire/query.hpp"

namespace pail::emulator {

// The raw target with the values of signatures and session tokens cut out ("...Signature=***&").
// Works on any text, also one that does not parse.
std::string redacted_target(std::string_view target);

// The access key a request claims, before anything is verified; "" when it claims none.
std::string_view claimed_access_key(const wire::Headers& headers, const wire::Query& query);

}  // namespace pail::emulator
