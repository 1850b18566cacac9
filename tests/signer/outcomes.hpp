// The refusals that V2 and V4 share, as testing::outcome() prints them.
#pragma once

namespace pail::signer::testing {

inline constexpr const char* bad_date =
    "403 AccessDenied: AWS authentication requires a valid Date or x-amz-date header";
inline constexpr const char* no_such_key =
    "403 InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records.";
inline constexpr const char* bad_token =
    "400 InvalidToken: The provided token is malformed or otherwise invalid.";
inline constexpr const char* mismatch =
    "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature "
    "you provided. Check your key and signing method.";
inline constexpr const char* skewed =
    "403 RequestTimeTooSkewed: The difference between the request time and the current time is too "
    "large.";

}  // namespace pail::signer::testing
