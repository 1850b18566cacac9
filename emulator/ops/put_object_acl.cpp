// PutObjectAcl. Bytes, ETag and Last-Modified of the object stay. Spec: shared/spec/semantics.md
// §17.
#include "emulator/documents/acl_rules.hpp"
#include "emulator/documents/configuration.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;

Reply done(const Call& call, const model::Object& object) {
  Reply reply = empty_reply(200);
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return reply;
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  const model::Bucket& bucket = *call.bucket;
  PAIL_TRY(const model::Object object, objects::find_addressed(call));
  const std::string_view owner = documents::owner_of(bucket, object);
  PAIL_TRY(
      const documents::RequestedAcl requested,
      documents::requested_acl(call, document, {.owner = owner, .bucket_owner = bucket.owner}));
  PAIL_TRY(documents::check_digests(call, digests));
  if (documents::ownership_of(bucket) == documents::Ownership::bucket_owner_enforced) {
    if (!documents::says_what_holds(requested.acl, call))
      return Errc::AccessControlListNotSupported;
    return done(call, object);
  }
  PAIL_TRY(documents::check_acl(call, requested));
  std::string acl = documents::stored_form(requested.acl, owner);
  if (acl == object.acl()) return done(call, object);  // S3 tells nobody of no change
  PAIL_TRY(const model::Object revised,
           objects::revise_addressed(call, {.acl = std::move(acl)}, Happened::acl_put));
  return done(call, revised);
}

// No digest is asked for: s3cmd sends none with an ACL, and S3 takes it.
Result<Begin> begin(Call& call) {
  return documents::collect_document(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_object_acl;
const Operation put_object_acl{.name = "PutObjectAcl",
                               .method = "PUT",
                               .level = Level::object,
                               .selector = "acl",
                               .action = "s3:PutObjectAcl",
                               .version_action = "s3:PutObjectVersionAcl",
                               .takes_version = true,
                               .begin = begin};

}  // namespace pail::emulator::ops
