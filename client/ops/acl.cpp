#include "client/ops/acl.hpp"

#include "client/ops/settings.hpp"

namespace pail::client::ops {
namespace {

constexpr std::string_view selector = "acl";
constexpr std::string_view root = "AccessControlPolicy";

// A kind of grantee by its xsi:type, and the element with its name.
struct GranteeForm {
  GranteeKind kind;
  std::string_view type;
  std::string_view element;
};
constexpr GranteeForm grantee_forms[] = {
    {GranteeKind::user, "CanonicalUser", "ID"},
    {GranteeKind::group, "Group", "URI"},
    {GranteeKind::email, "AmazonCustomerByEmail", "EmailAddress"}};

constexpr Words<Permission, 5> permissions{{{"READ", Permission::read},
                                            {"WRITE", Permission::write},
                                            {"READ_ACP", Permission::read_acp},
                                            {"WRITE_ACP", Permission::write_acp},
                                            {"FULL_CONTROL", Permission::full_control}}};

}  // namespace

void fields(Reader& way, Grantee& grantee) {
  std::string type;
  way.attribute("type", type);
  for (const GranteeForm& form : grantee_forms) {
    if (form.type != type) continue;
    grantee.kind = form.kind;
    way.text(form.element, grantee.name);
  }
  if (grantee.name.empty()) way.refuse();
}

void fields(Writer& way, Grantee& grantee) {
  for (const GranteeForm& form : grantee_forms) {
    if (form.kind != grantee.kind) continue;
    way.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    way.attribute("xsi:type", form.type);
    way.text(form.element, grantee.name);
  }
}

template <class Way>
void fields(Way& way, Grant& grant) {
  way.element("Grantee", grant.grantee);
  way.word("Permission", grant.permission, permissions);
}

template <class Way>
void fields(Way& way, Acl& acl) {
  way.inside("Owner", [&](Way& owner) { owner.text("ID", acl.owner); });
  way.inside("AccessControlList", [&](Way& list) { list.elements("Grant", acl.grants); });
}

namespace {

Result<Acl> read_acl(const Answer& answer) {
  return read_document<Acl>(answer, root);
}

Operation<void> put_canned(Request request, CannedAcl acl) {
  add_header(request, "x-amz-acl", name(acl));
  return done(std::move(request));
}

}  // namespace

Operation<void> put_bucket_acl(std::string bucket, Acl acl) {
  return put(bucket_setting("PUT", std::move(bucket), selector), root, std::move(acl));
}

Operation<void> put_bucket_acl(std::string bucket, CannedAcl acl) {
  return put_canned(bucket_setting("PUT", std::move(bucket), selector), acl);
}

Operation<Acl> get_bucket_acl(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), selector), read_acl);
}

Operation<void> put_object_acl(std::string bucket, std::string key, Acl acl,
                               std::string_view version_id) {
  return put(object_setting("PUT", std::move(bucket), std::move(key), selector, version_id), root,
             std::move(acl));
}

Operation<void> put_object_acl(std::string bucket, std::string key, CannedAcl acl,
                               std::string_view version_id) {
  return put_canned(object_setting("PUT", std::move(bucket), std::move(key), selector, version_id),
                    acl);
}

Operation<Acl> get_object_acl(std::string bucket, std::string key, std::string_view version_id) {
  return operation(object_setting("GET", std::move(bucket), std::move(key), selector, version_id),
                   read_acl);
}

}  // namespace pail::client::ops
