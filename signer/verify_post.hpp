// Judges the signature of a form upload, from the fields in front of the file. What the policy says
// is judged apart, and later (post_policy.hpp): a wrong signature is told before the policy is
// even decoded. Pure, as verify.hpp is. Spec: shared/spec/sigv2.md §10, sigv4.md §11.
#pragma once

#include "signer/verify.hpp"
#include "wire/headers.hpp"

namespace pail::signer {

// `fields`: as post_policy.hpp has them. Success is v2_post or v4_post with the key; or anonymous,
// when the form has neither a policy nor any field of a signature.
//
// InvalidArgument: no key, some fields of a signature but not all, or (V4) one that is wrong in
// itself. InvalidAccessKeyId, InvalidToken, ExpiredToken, SignatureDoesNotMatch as everywhere.
wire::Result<Verdict> verify_post(const wire::Headers& fields, const KeyRing& keys,
                                  const Rules& rules);

// The access key that a form names, before anything is verified; "" when it names none.
std::string_view claimed_access_key(const wire::Headers& fields) noexcept;

}  // namespace pail::signer
