// Buckets as wholes; what is set of one is bucket_settings.hpp's.
//
// Spec: shared/spec/semantics.md §14 and §15, operations.md §3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

// Empty and 0: not asked; without any of these S3 answers all at once.
struct ListBucketsOptions {
  ListBucketsOptions() = default;

  std::string prefix;
  std::string region;
  std::string continuation_token;  // BucketPage::next_token of the page before
  unsigned buckets_max = 0;        // of one page
};

struct BucketPage {
  std::vector<BucketEntry> buckets;
  std::string owner;       // canonical id
  std::string next_token;  // empty: this was the last page
};

Operation<BucketPage> list_buckets(const ListBucketsOptions& options = {});

enum class ObjectOwnership { bucket_owner_enforced, bucket_owner_preferred, object_writer };

struct CreateBucketOptions {
  CreateBucketOptions() = default;

  std::string region;            // empty, or us-east-1: the first one, which S3 wants unsaid
  std::optional<CannedAcl> acl;  // none: private
  std::optional<ObjectOwnership> ownership;  // none: bucket_owner_enforced, which has no ACLs
  std::vector<wire::NamedText> headers;      // further fields
};

Operation<void> create_bucket(std::string bucket, const CreateBucketOptions& options = {});

struct BucketInfo {
  std::string region;
  std::string arn;
};

// NoSuchBucket when there is none; AccessDenied when it is not yours to see.
Operation<BucketInfo> head_bucket(std::string bucket);
Operation<void> delete_bucket(std::string bucket);
// The region: us-east-1 and eu-west-1 too, which S3 writes as nothing and EU.
Operation<std::string> get_bucket_location(std::string bucket);

}  // namespace pail::client::ops
