// x-amz-expected-bucket-owner and x-amz-source-expected-bucket-owner: the account that a client
// believes to own a bucket. Pure. Spec: shared/spec/errors.md §9.
#pragma once

#include <optional>
#include <string_view>

#include "wire/result.hpp"

namespace pail::emulator {

// `expected`: the header, nullopt when it was not sent; `owner`: 12 digits.
// InvalidBucketOwnerAWSAccountID when it is no account id, AccessDenied when it is another.
wire::Result<void> check_expected_owner(std::optional<std::string_view> expected,
                                        std::string_view owner);

}  // namespace pail::emulator
