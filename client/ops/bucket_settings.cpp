#include "client/ops/bucket_settings.hpp"

#include "client/ops/ownership_words.hpp"
#include "client/ops/settings.hpp"

namespace pail::client::ops {

template <class Way>
void fields(Way& way, Versioning& versioning) {
  constexpr Words<Versioning, 2> words{
      {{"Enabled", Versioning::enabled}, {"Suspended", Versioning::suspended}}};
  way.word("Status", versioning, words);
}

template <class Way>
void fields(Way& way, ObjectOwnership& ownership) {
  way.inside("Rule", [&](Way& rule) { rule.word("ObjectOwnership", ownership, ownership_words); });
}

template <class Way>
void fields(Way& way, PublicAccessBlock& block) {
  way.flag("BlockPublicAcls", block.block_public_acls);
  way.flag("IgnorePublicAcls", block.ignore_public_acls);
  way.flag("BlockPublicPolicy", block.block_public_policy);
  way.flag("RestrictPublicBuckets", block.restrict_public_buckets);
}

namespace {

constexpr std::string_view versioning_root = "VersioningConfiguration";
constexpr std::string_view ownership_root = "OwnershipControls";
constexpr std::string_view block_root = "PublicAccessBlockConfiguration";

Result<Versioning> read_versioning(const Answer& answer) {
  return read_document<Versioning>(answer, versioning_root);
}

Result<ObjectOwnership> read_ownership(const Answer& answer) {
  return read_document<ObjectOwnership>(answer, ownership_root);
}

Result<PublicAccessBlock> read_block(const Answer& answer) {
  return read_document(answer, block_root, PublicAccessBlock{false, false, false, false});
}

}  // namespace

Operation<void> put_bucket_versioning(std::string bucket, Versioning versioning) {
  return put(bucket_setting("PUT", std::move(bucket), "versioning"), versioning_root, versioning);
}

Operation<Versioning> get_bucket_versioning(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), "versioning"), read_versioning);
}

Operation<void> put_bucket_ownership_controls(std::string bucket, ObjectOwnership ownership) {
  return put(bucket_setting("PUT", std::move(bucket), "ownershipControls"), ownership_root,
             ownership);
}

Operation<ObjectOwnership> get_bucket_ownership_controls(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), "ownershipControls"), read_ownership);
}

Operation<void> delete_bucket_ownership_controls(std::string bucket) {
  return done(bucket_setting("DELETE", std::move(bucket), "ownershipControls"));
}

Operation<void> put_public_access_block(std::string bucket, PublicAccessBlock block) {
  return put(bucket_setting("PUT", std::move(bucket), "publicAccessBlock"), block_root, block);
}

Operation<PublicAccessBlock> get_public_access_block(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), "publicAccessBlock"), read_block);
}

Operation<void> delete_public_access_block(std::string bucket) {
  return done(bucket_setting("DELETE", std::move(bucket), "publicAccessBlock"));
}

}  // namespace pail::client::ops
