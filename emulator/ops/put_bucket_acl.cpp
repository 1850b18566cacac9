// PutBucketAcl. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/acl_rules.hpp"
#include "emulator/documents/configuration.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  const std::string& owner = call.bucket->owner;
  PAIL_TRY(const documents::RequestedAcl requested,
           documents::requested_acl(call, document,
                                    {.owner = owner, .bucket_owner = owner, .is_bucket = true}));
  PAIL_TRY(documents::check_digests(call, digests));
  if (documents::ownership_of(*call.bucket) == documents::Ownership::bucket_owner_enforced) {
    return Errc::AccessControlListNotSupported;
  }
  PAIL_TRY(documents::check_acl(call, requested));
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::acl,
                                documents::stored_form(requested.acl, owner)));
  return empty_reply(200);
}

// No digest is asked for: s3cmd sends none with an ACL, and S3 takes it.
Result<Begin> begin(Call& call) {
  return documents::collect_document(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_acl;
const Operation put_bucket_acl{.name = "PutBucketAcl",
                               .method = "PUT",
                               .level = Level::bucket,
                               .selector = "acl",
                               .action = "s3:PutBucketAcl",
                               .begin = begin};

}  // namespace pail::emulator::ops
