#include "emulator/acl_decision.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "emulator/documents/acl.hpp"
#include "emulator/documents/public_access.hpp"

namespace pail::emulator {
namespace {

using access::Effect;
using documents::Acl;
using documents::AclPermission;
using documents::Grant;
using documents::GranteeKind;

enum class On : std::uint8_t { bucket, object };

struct Need {
  std::string_view action;
  On on;
  AclPermission permission;
};
// Actions that are not here no ACL can allow.
constexpr std::array<Need, 15> needs = {{
    {"s3:ListBucket", On::bucket, AclPermission::read},
    {"s3:ListBucketVersions", On::bucket, AclPermission::read},
    {"s3:ListBucketMultipartUploads", On::bucket, AclPermission::read},
    {"s3:PutObject", On::bucket, AclPermission::write},
    {"s3:DeleteObject", On::bucket, AclPermission::write},
    {"s3:AbortMultipartUpload", On::bucket, AclPermission::write},
    {"s3:ListMultipartUploadParts", On::bucket, AclPermission::write},
    {"s3:GetBucketAcl", On::bucket, AclPermission::read_acp},
    {"s3:PutBucketAcl", On::bucket, AclPermission::write_acp},
    {"s3:GetObject", On::object, AclPermission::read},
    {"s3:GetObjectVersion", On::object, AclPermission::read},
    {"s3:GetObjectAcl", On::object, AclPermission::read_acp},
    {"s3:GetObjectVersionAcl", On::object, AclPermission::read_acp},
    {"s3:PutObjectAcl", On::object, AclPermission::write_acp},
    {"s3:PutObjectVersionAcl", On::object, AclPermission::write_acp},
}};

const Need* need_of(std::string_view action) noexcept {
  const auto* const found = std::find_if(needs.begin(), needs.end(),
                                         [&](const Need& need) { return need.action == action; });
  return found == needs.end() ? nullptr : found;
}

// nullopt: nothing there that has an ACL.
std::optional<model::Object> object_of(const AclQuestion& question) {
  auto found = question.version_id.empty()
                   ? question.model.get(question.bucket, question.key)
                   : question.model.version(question.bucket, question.key, question.version_id);
  if (!found || found.value().is_delete_marker()) return std::nullopt;
  return std::move(found.value());
}

// The bucket or the object whose ACL decides.
struct Thing {
  std::string_view owner;
  std::string_view stored_acl;
};

// An owner's id in an ACL stands for the account; which of its users may is for their policies to
// say.
bool names(const Grant& grant, const AclQuestion& question, std::string_view owner) {
  const bool anonymous = question.caller == nullptr;
  if (grant.kind == GranteeKind::user) {
    const std::string_view id = anonymous ? anonymous_id : question.caller->canonical_id;
    return grant.grantee == id && (anonymous || id != owner);
  }
  const auto block = documents::public_access_block_of(question.bucket);
  if (block && block->ignore_public_acls) return false;
  return grant.grantee == documents::all_users ||
         (grant.grantee == documents::authenticated_users && !anonymous);
}

bool granted(const AclQuestion& question, const Thing& thing, AclPermission permission) {
  const Acl acl = documents::acl_from_stored(thing.stored_acl, thing.owner);
  return std::any_of(acl.begin(), acl.end(), [&](const Grant& grant) {
    return (grant.permission == permission || grant.permission == AclPermission::full_control) &&
           names(grant, question, thing.owner);
  });
}

// permission nullopt: none that an ACL could grant.
bool allowed(const AclQuestion& question, const Thing& thing,
             std::optional<AclPermission> permission) {
  const bool own = question.caller != nullptr && question.caller->canonical_id == thing.owner;
  const bool by_policies = question.policies == Effect::allow;
  if (own && by_policies) return true;
  const bool may_be_granted = own || by_policies || question.caller == nullptr;
  return permission && may_be_granted && granted(question, thing, *permission);
}

}  // namespace

bool allowed_with_acls(const AclQuestion& question) {
  if (question.policies == Effect::deny) return false;
  const model::Bucket& bucket = question.bucket;
  const Thing the_bucket{bucket.owner, bucket.config(model::BucketConfig::acl)};
  const Need* const need = need_of(question.action);
  if (need == nullptr) return allowed(question, the_bucket, std::nullopt);
  if (need->on == On::bucket) return allowed(question, the_bucket, need->permission);
  const auto object = object_of(question);
  if (!object) return allowed(question, the_bucket, AclPermission::read);
  return allowed(question, {object->owner(), object->acl()}, need->permission);
}

}  // namespace pail::emulator
