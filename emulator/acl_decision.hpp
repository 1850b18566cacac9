// What ACLs add to a decision, in a bucket that has them: they let in whom the caller's policies
// and account do not, and an object may be another's than its bucket. Which permission an action
// needs, and of which ACL, is a table. Reads the model where that ACL is an object's; thread-safe.
// Spec: shared/spec/semantics.md §17, §18.
#pragma once

#include <string_view>

#include "emulator/access/identity.hpp"
#include "emulator/access/policy.hpp"
#include "emulator/model/model.hpp"

namespace pail::emulator {

struct AclQuestion {
  const access::Identity* caller;  // null: anonymous
  access::Effect policies;         // what access::own_policies() says of the same action
  const model::Model& model;
  const model::Bucket& bucket;  // its ownership is not BucketOwnerEnforced
  std::string_view action;
  std::string_view key;         // "" for the bucket itself
  std::string_view version_id;  // "" for none
};

// What is the caller's account's own is allowed as its policies say. Beyond that an ACL has to
// grant it, and the policies of a caller from another account have to allow it as well; a policy's
// Deny wins. Whoever may list the bucket is allowed to ask for a key that is not there.
bool allowed_with_acls(const AclQuestion& question);

}  // namespace pail::emulator
