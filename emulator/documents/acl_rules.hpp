// What becomes of the ACLs that requests ask for: whether the bucket has ACLs at all (its
// ownership), whether their grantees are known, and whether they would make something public that
// its Public Access Block keeps private. Pure but for what the Call says. Spec:
// shared/spec/semantics.md §17.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/documents/acl.hpp"
#include "emulator/documents/ownership.hpp"
#include "emulator/documents/public_access.hpp"

namespace pail::emulator::documents {

// Whose a new object is, and its ACL as ObjectAttributes::acl has it.
struct ObjectRights {
  std::string owner;
  std::string acl;
};
// What the headers of a write ask for in call.bucket. AccessControlListNotSupported, AccessDenied
// (public, and blocked), and what acl_from_headers() and check_grantees() refuse.
Result<ObjectRights> rights_of_new_object(const Call& call);

// The ACL of a bucket about to be made, as BucketConfig::acl has it. The same errors, but
// InvalidBucketAclWithObjectOwnership where the bucket shall have no ACLs.
Result<std::string> acl_of_new_bucket(const Call& call, Ownership ownership,
                                      const std::optional<PublicAccessBlock>& block);

// Where a bucket has no ACLs, S3 still takes one on an object that says what holds anyway: that all
// is its bucket's owner's.
bool says_what_holds(const Acl& acl, const Call& call);

// PutBucketAcl and PutObjectAcl: headers, or a document. UnexpectedContent for both,
// MissingSecurityHeader (MissingHeaderName) for neither, and the errors of acl.hpp's readers.
struct RequestedAcl {
  Acl acl;
  AclForm form = AclForm::headers;
};
Result<RequestedAcl> requested_acl(const Call& call, std::string_view document,
                                   const AclSubject& subject);
// InvalidArgument, UnresolvableGrantByEmailAddress (grantees), AccessDenied (public, and blocked).
Result<void> check_acl(const Call& call, const RequestedAcl& requested);

// The ACL as a request for it shows it: without ACLs, that is the bucket owner's full control.
std::string bucket_acl_document(const model::Bucket& bucket);
std::string object_acl_document(const model::Bucket& bucket, const model::Object& object);
// The owner of an object by the rules of its bucket.
std::string_view owner_of(const model::Bucket& bucket, const model::Object& object) noexcept;

}  // namespace pail::emulator::documents
