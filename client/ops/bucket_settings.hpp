// What is set of a bucket in a word or four: versioning, ownership, public access. The settings
// that are lists have headers of their own: tagging, acl, cors, lifecycle, notification.
//
//   s3.call(ops::put_bucket_versioning("photos", ops::Versioning::enabled));
//
// Spec: shared/spec/semantics.md §13, §17 and §25.
#pragma once

#include <string>

#include "client/operation.hpp"
#include "client/ops/buckets.hpp"

namespace pail::client::ops {

enum class Versioning {
  unversioned,  // of a bucket that never had it; nobody can set that
  enabled,
  suspended
};

Operation<void> put_bucket_versioning(std::string bucket, Versioning versioning);
Operation<Versioning> get_bucket_versioning(std::string bucket);

Operation<void> put_bucket_ownership_controls(std::string bucket, ObjectOwnership ownership);
// OwnershipControlsNotFoundError when they were deleted.
Operation<ObjectOwnership> get_bucket_ownership_controls(std::string bucket);
Operation<void> delete_bucket_ownership_controls(std::string bucket);

// As every new bucket has it. In an answer, what is not said is off.
struct PublicAccessBlock {
  bool block_public_acls = true;  // no ACL may be set that grants to everybody
  bool ignore_public_acls = true;
  bool block_public_policy = true;
  bool restrict_public_buckets = true;
};

Operation<void> put_public_access_block(std::string bucket, PublicAccessBlock block = {});
// NoSuchPublicAccessBlockConfiguration when it was deleted.
Operation<PublicAccessBlock> get_public_access_block(std::string bucket);
Operation<void> delete_public_access_block(std::string bucket);

}  // namespace pail::client::ops
