// Whether a caller may do something: its policies, its session's, and whose the bucket is. What
// ACLs say beside that is emulator/acl_decision.hpp's. Pure; thread-safe. Spec:
// shared/spec/semantics.md §18, operations.md §5, errors.csv.
#pragma once

#include <string_view>

#include "emulator/access/identity.hpp"
#include "wire/result.hpp"

namespace pail::access {

struct Question {
  const Identity* caller;   // null: anonymous
  std::string_view action;  // "s3:PutObject"
  // "arn:aws:s3:::bucket/key", "arn:aws:s3:::*" for all buckets; "*" where an action has none.
  std::string_view resource;
  std::string_view owner;  // canonical id of who owns the bucket; "" when there is none yet
  const ConditionKeys& keys;
};

// AccessDenied, in S3's words, which give no reason. What belongs to another account is denied;
// below that, allowed is what the caller's own policies allow (a root needs none), what its session
// policies allow as well where it has any, and what none of them denies.
wire::Result<void> decide(const Question& question);

// What the caller's own policies say, whoever owns the bucket. allow: all that they can give; a
// root needs none. none: they give nothing, but another may; so it is for anonymous callers. deny:
// nothing beside them helps, for one of them denies, or the session's do not let it through.
Effect own_policies(const Question& question);

// Whether any policy has a say in what this caller may do. Where none has, decide() looks at
// neither resource nor keys of a question, and they need not be built.
inline bool limited_by_policies(const Identity* caller) noexcept {
  return caller != nullptr && (caller->kind != Kind::root || caller->session_policies.has_value());
}

}  // namespace pail::access
