// The one place that says whether a caller may do something: its policies, its session's, and whose
// the bucket is. ACLs, bucket policies and public access come in here. Pure; thread-safe. Spec:
// shared/spec/semantics.md §18, operations.md §5, errors.csv.
#pragma once

#include <string_view>

#include "emulator/access/identity.hpp"
#include "wire/result.hpp"

namespace pail::access {

struct Question {
  const Identity* caller;     // null: anonymous
  std::string_view action;    // "s3:PutObject"
  std::string_view resource;  // "arn:aws:s3:::bucket/key"; "*" where an action has none
  std::string_view owner;     // canonical id of who owns the bucket; "" when there is none yet
  const ConditionKeys& keys;
};

// AccessDenied.
wire::Result<void> decide(const Question& question);

}  // namespace pail::access
