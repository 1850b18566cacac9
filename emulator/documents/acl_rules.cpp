#include "emulator/documents/acl_rules.hpp"

#include <utility>

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

Result<void> check_public(const std::optional<PublicAccessBlock>& block, const Acl& acl) {
  if (block && block->block_public_acls && grants_to_everybody(acl)) return Errc::AccessDenied;
  return wire::ok();
}

bool gives_to_bucket_owner(const Call& call) {
  return ownership_of(*call.bucket) == Ownership::bucket_owner_preferred &&
         call.headers.get(acl_header) == bucket_owner_full_control;
}

}  // namespace

bool says_what_holds(const Acl& acl, const Call& call) {
  return call.headers.get(acl_header) == bucket_owner_full_control ||
         acl == owner_only(call.bucket->owner);
}

Result<ObjectRights> rights_of_new_object(const Call& call) {
  const std::string& bucket_owner = call.bucket->owner;
  const std::string_view caller = call.caller.canonical_id;
  const std::string_view owner = gives_to_bucket_owner(call) ? bucket_owner : caller;
  PAIL_TRY(const auto acl,
           acl_from_headers(call.headers, {.owner = owner, .bucket_owner = bucket_owner}));
  if (ownership_of(*call.bucket) == Ownership::bucket_owner_enforced) {
    if (acl && !says_what_holds(*acl, call)) {
      return Errc::AccessControlListNotSupported;
    }
    return ObjectRights{bucket_owner, {}};
  }
  if (!acl) return ObjectRights{std::string(owner), {}};
  PAIL_TRY(check_acl(call, {*acl, AclForm::headers}));
  return ObjectRights{std::string(owner), stored_form(*acl, owner)};
}

Result<std::string> acl_of_new_bucket(const Call& call, Ownership ownership,
                                      const std::optional<PublicAccessBlock>& block) {
  const std::string_view owner = call.caller.canonical_id;
  PAIL_TRY(
      const auto acl,
      acl_from_headers(call.headers, {.owner = owner, .bucket_owner = owner, .is_bucket = true}));
  if (!acl || *acl == owner_only(owner)) return std::string();
  if (ownership == Ownership::bucket_owner_enforced) {
    return Errc::InvalidBucketAclWithObjectOwnership;
  }
  PAIL_TRY(check_grantees(*acl, AclForm::headers, call.accounts));
  PAIL_TRY(check_public(block, *acl));
  return stored_form(*acl, owner);
}

Result<RequestedAcl> requested_acl(const Call& call, std::string_view document,
                                   const AclSubject& subject) {
  PAIL_TRY(auto acl, acl_from_headers(call.headers, subject));
  if (acl && !document.empty()) return Errc::UnexpectedContent;
  if (acl) return RequestedAcl{std::move(*acl), AclForm::headers};
  if (document.empty()) {
    return Error(Errc::MissingSecurityHeader).with("MissingHeaderName", acl_header);
  }
  PAIL_TRY(Acl written, acl_from_document(document, subject.owner));
  return RequestedAcl{std::move(written), AclForm::document};
}

Result<void> check_acl(const Call& call, const RequestedAcl& requested) {
  PAIL_TRY(check_grantees(requested.acl, requested.form, call.accounts));
  return check_public(public_access_block_of(*call.bucket), requested.acl);
}

std::string bucket_acl_document(const model::Bucket& bucket) {
  const bool without = ownership_of(bucket) == Ownership::bucket_owner_enforced;
  const auto stored = without ? std::string_view{} : bucket.config(model::BucketConfig::acl);
  return acl_document(acl_from_stored(stored, bucket.owner), bucket.owner);
}

std::string object_acl_document(const model::Bucket& bucket, const model::Object& object) {
  const bool without = ownership_of(bucket) == Ownership::bucket_owner_enforced;
  const std::string_view owner = owner_of(bucket, object);
  const auto stored = without ? std::string_view{} : object.acl();
  return acl_document(acl_from_stored(stored, owner), owner);
}

std::string_view owner_of(const model::Bucket& bucket, const model::Object& object) noexcept {
  const bool without = ownership_of(bucket) == Ownership::bucket_owner_enforced;
  return without ? std::string_view(bucket.owner) : object.owner();
}

}  // namespace pail::emulator::documents
