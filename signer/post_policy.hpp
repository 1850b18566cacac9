// The policy document of a form upload: what a form may hold, and until when. Read, and held
// against a form; making one is post_policy_draft.hpp. Spec: shared/spec/sigv2.md §10, sigv4.md
// §11.
//
// The fields of a form are a wire::Headers: names without case, in the order of the form, a field
// that came twice joined with ',' by whoever gathered them.
//
// Values; const calls may run at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signer/post_policy_condition.hpp"
#include "signer/verify.hpp"
#include "wire/clock.hpp"
#include "wire/headers.hpp"
#include "wire/limits.hpp"
#include "wire/result.hpp"

namespace pail::signer {

// How large the file may be, both ends inclusive.
struct FileSizes {
  std::uint64_t bytes_min = 0;
  std::uint64_t bytes_max = wire::limits::put_bytes_max;
  // EntityTooLarge, EntityTooSmall.
  wire::Result<void> check(std::uint64_t bytes) const;
};

struct PostForm {
  std::string_view bucket;      // of the request's address
  const wire::Headers& fields;  // all in front of the file, ${filename} replaced
  Scheme scheme;                // v2_post or v4_post: which fields need no condition
};

class PostPolicy {
 public:
  // `base64`: the field's text. InvalidPolicyDocument, worded as the service words it.
  static wire::Result<PostPolicy> parse(std::string_view base64);

  // AccessDenied, in this order: the policy has expired, a condition does not hold (the first in
  // the document), a field has no condition.
  wire::Result<void> check(const PostForm& form, wire::Time now) const;
  // All content-length-ranges together.
  FileSizes sizes() const noexcept;

 private:
  bool holds(const PostCondition& condition, const PostForm& form) const;
  bool covers(std::string_view field) const noexcept;

  wire::Time expiration_;
  std::vector<PostCondition> conditions_;
};

}  // namespace pail::signer
