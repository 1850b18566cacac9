// Request headers that would change what is done or stored, and what Pail says of those it cannot
// honour: S3's own refusal where it has one, else NotImplemented naming the header. Nothing that
// matters is passed over in silence. Pure. Spec: shared/spec/semantics.md §19, §23.
#pragma once

#include <initializer_list>
#include <string_view>

#include "wire/headers.hpp"
#include "wire/result.hpp"

namespace pail::emulator::objects {

// NotImplemented (Header) for the first of `names` that is there with a value.
wire::Result<void> refuse_headers(const wire::Headers& headers,
                                  std::initializer_list<std::string_view> names);
// Keys of the customer's, on writes and reads alike.
wire::Result<void> refuse_customer_keys(const wire::Headers& headers);
// AES256 is what every object has; KMS is not built, anything else no algorithm.
wire::Result<void> check_encryption(const wire::Headers& headers);

// No bucket here has Object Lock, so there is no governance to bypass: InvalidArgument.
wire::Result<void> check_governance_bypass(const wire::Headers& headers);

}  // namespace pail::emulator::objects
