#include "emulator/documents/acl.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "emulator/invalid_argument.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
// The account of EC2, to which aws-exec-read grants. Documented with that ACL.
constexpr std::string_view ec2_account =
    "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";
// Stands for a list without any grant: that is not the owner's full control.
constexpr std::string_view no_grants = "-";

// By AclPermission.
constexpr std::array<std::string_view, 5> permission_names = {"READ", "WRITE", "READ_ACP",
                                                              "WRITE_ACP", "FULL_CONTROL"};
constexpr std::array<std::string_view, 5> grant_headers = {
    "x-amz-grant-read", "x-amz-grant-write", "x-amz-grant-read-acp", "x-amz-grant-write-acp",
    "x-amz-grant-full-control"};

// How grant headers and the stored text name a kind of grantee, and how documents do.
struct GranteeForm {
  std::string_view name;
  std::string_view type;
  std::string_view element;
};
// By GranteeKind.
constexpr std::array<GranteeForm, 3> grantee_forms = {{
    {"id", "CanonicalUser", "ID"},
    {"uri", "Group", "URI"},
    {"emailAddress", "AmazonCustomerByEmail", "EmailAddress"},
}};

const GranteeForm& form_of(GranteeKind kind) noexcept {
  return grantee_forms[static_cast<std::size_t>(kind)];
}

std::optional<GranteeKind> kind_of(std::string_view GranteeForm::*field, std::string_view text) {
  for (std::size_t i = 0; i < grantee_forms.size(); ++i) {
    if (grantee_forms[i].*field == text) return static_cast<GranteeKind>(i);
  }
  return std::nullopt;
}

std::optional<AclPermission> permission_from(std::string_view name) noexcept {
  const auto* const found = std::find(permission_names.begin(), permission_names.end(), name);
  if (found == permission_names.end()) return std::nullopt;
  return static_cast<AclPermission>(found - permission_names.begin());
}

Grant group(AclPermission permission, std::string_view uri) {
  return {permission, GranteeKind::group, std::string(uri)};
}

Grant user(AclPermission permission, std::string_view id) {
  return {permission, GranteeKind::user, std::string(id)};
}

// What a canned ACL grants beside the owner's full control; nullopt: no such ACL there.
std::optional<Acl> canned_of_both(std::string_view name) {
  if (name == "private") return Acl{};
  if (name == "public-read") return Acl{group(AclPermission::read, all_users)};
  if (name == "public-read-write") {
    return Acl{group(AclPermission::read, all_users), group(AclPermission::write, all_users)};
  }
  if (name == "authenticated-read") return Acl{group(AclPermission::read, authenticated_users)};
  if (name == "aws-exec-read") return Acl{user(AclPermission::read, ec2_account)};
  return std::nullopt;
}

std::optional<Acl> canned_of_bucket(std::string_view name) {
  if (name != "log-delivery-write") return canned_of_both(name);
  return Acl{group(AclPermission::write, log_delivery),
             group(AclPermission::read_acp, log_delivery)};
}

// A bucket's owner is granted nothing on objects of its own.
std::optional<Acl> canned_of_object(std::string_view name, const AclSubject& subject) {
  const bool for_reading = name == "bucket-owner-read";
  if (!for_reading && name != bucket_owner_full_control) return canned_of_both(name);
  if (subject.owner == subject.bucket_owner) return Acl{};
  return Acl{
      user(for_reading ? AclPermission::read : AclPermission::full_control, subject.bucket_owner)};
}

Result<Acl> canned_acl(std::string_view name, const AclSubject& subject) {
  const auto more = subject.is_bucket ? canned_of_bucket(name) : canned_of_object(name, subject);
  if (!more) {
    return Error(Errc::InvalidArgument)
        .without_message()
        .with("ArgumentName", acl_header)
        .with("ArgumentValue", name);
  }
  Acl acl = owner_only(subject.owner);
  acl.insert(acl.end(), more->begin(), more->end());
  return acl;
}

Result<void> check_group(const Grant& grant, std::string_view argument_name) {
  if (grant.kind != GranteeKind::group) return wire::ok();
  for (const std::string_view known : {all_users, authenticated_users, log_delivery}) {
    if (grant.grantee == known) return wire::ok();
  }
  return invalid_argument("Invalid group uri", argument_name, grant.grantee);
}

Error unreadable_grant(std::string_view header, std::string_view value) {
  return invalid_argument("Argument format not recognized", header, value);
}

std::string_view unquoted(std::string_view text) noexcept {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// `id="..."`, with or without the quotes; nullopt for anything else.
std::optional<Grant> grant_from(std::string_view text, AclPermission permission) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const auto kind = kind_of(&GranteeForm::name, wire::trim(text.substr(0, equals)));
  const std::string_view grantee = unquoted(wire::trim(text.substr(equals + 1)));
  if (!kind || grantee.empty()) return std::nullopt;
  return Grant{permission, *kind, std::string(grantee)};
}

Result<void> add_grants(std::string_view header, std::string_view value, AclPermission permission,
                        Acl& acl) {
  for (std::string_view rest = value; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    auto grant = grant_from(rest.substr(0, comma), permission);
    if (!grant) return unreadable_grant(header, value);
    PAIL_TRY(check_group(*grant, "uri"));
    acl.push_back(std::move(*grant));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return wire::ok();
}

Result<Acl> granted_acl(const wire::Headers& headers) {
  Acl acl;
  for (std::size_t i = 0; i < grant_headers.size(); ++i) {
    const std::string value = headers.joined(grant_headers[i]);
    PAIL_TRY(add_grants(grant_headers[i], value, static_cast<AclPermission>(i), acl));
  }
  if (acl.size() > acl_grants_max) return Errc::MalformedACLError;
  return acl;
}

// Grantee and Permission, once each and nothing else.
bool is_grant(const wire::XmlNode& node) {
  return node.name() == "Grant" && node.children().size() == 2 && node.child("Grantee") &&
         node.child("Permission");
}

bool is_grantee(const wire::XmlNode& node, std::string_view element) {
  const auto children = node.children();
  return std::all_of(children.begin(), children.end(),
                     [&](const wire::XmlNode& child) {
                       return child.name() == element || child.name() == "DisplayName";
                     }) &&
         node.children(element).size() == 1 && !node.child_text(element).empty();
}

Result<Grant> read_grant(const wire::XmlNode& node) {
  if (!is_grant(node)) return Errc::MalformedACLError;
  const wire::XmlNode grantee = node.child("Grantee");
  const auto permission = permission_from(node.child_text("Permission"));
  const auto kind = kind_of(&GranteeForm::type, grantee.attribute("type"));
  if (!permission || !kind) return Errc::MalformedACLError;
  const std::string_view element = form_of(*kind).element;
  if (!is_grantee(grantee, element)) return Errc::MalformedACLError;
  Grant grant{*permission, *kind, std::string(grantee.child_text(element))};
  PAIL_TRY(check_group(grant, "Group/URI"));
  return grant;
}

// Owner and AccessControlList, once each and nothing else.
bool is_policy(const wire::XmlNode& root) {
  return root.name() == "AccessControlPolicy" && root.children().size() == 2 &&
         !root.child("Owner").child_text("ID").empty() && root.child("AccessControlList");
}

void write_grant(wire::XmlWriter& xml, const Grant& grant) {
  const GranteeForm& form = form_of(grant.kind);
  xml.open("Grant").open("Grantee");
  xml.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
      .attribute("xsi:type", form.type)
      .element(form.element, grant.grantee)
      .close();
  xml.element("Permission", permission_names[static_cast<std::size_t>(grant.permission)]).close();
}

}  // namespace

Acl owner_only(std::string_view owner) {
  return {user(AclPermission::full_control, owner)};
}

bool grants_to_everybody(const Acl& acl) noexcept {
  return std::any_of(acl.begin(), acl.end(), [](const Grant& grant) {
    return grant.grantee == all_users || grant.grantee == authenticated_users;
  });
}

std::string stored_form(const Acl& acl, std::string_view owner) {
  if (acl == owner_only(owner)) return {};
  if (acl.empty()) return std::string(no_grants);
  std::string text;
  for (const Grant& grant : acl) {
    text.append(permission_names[static_cast<std::size_t>(grant.permission)])
        .append(" ")
        .append(form_of(grant.kind).name)
        .append("=")
        .append(grant.grantee)
        .append("\n");
  }
  return text;
}

Acl acl_from_stored(std::string_view text, std::string_view owner) {
  if (text.empty()) return owner_only(owner);
  Acl acl;
  while (!text.empty() && text != no_grants) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t space = std::min(line.find(' '), line.size());
    const auto permission = permission_from(line.substr(0, space));
    auto grant = permission ? grant_from(line.substr(space), *permission) : std::nullopt;
    if (grant) acl.push_back(std::move(*grant));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return acl;
}

Result<std::optional<Acl>> acl_from_headers(const wire::Headers& headers,
                                            const AclSubject& subject) {
  const auto canned = headers.find(acl_header);
  const bool grants = std::any_of(grant_headers.begin(), grant_headers.end(),
                                  [&](std::string_view name) { return headers.has(name); });
  if (canned && grants) {
    return Error(Errc::InvalidRequest,
                 "Specifying both Canned ACLs and Header Grants is not allowed");
  }
  if (!canned && !grants) return std::optional<Acl>();
  PAIL_TRY(Acl acl, canned ? canned_acl(*canned, subject) : granted_acl(headers));
  return std::optional(std::move(acl));
}

Result<Acl> acl_from_document(std::string_view document, std::string_view owner) {
  const auto xml = wire::XmlDocument::parse(document);
  if (!xml || !is_policy(xml.value().root())) return Errc::MalformedACLError;
  const wire::XmlNode root = xml.value().root();
  const auto nodes = root.child("AccessControlList").children();
  if (nodes.size() > acl_grants_max) return Errc::MalformedACLError;
  Acl acl;
  for (const wire::XmlNode& node : nodes) {
    PAIL_TRY(acl.emplace_back(), read_grant(node));
  }
  if (root.child("Owner").child_text("ID") != owner) return Errc::AccessDenied;
  return acl;
}

std::string acl_document(const Acl& acl, std::string_view owner) {
  wire::XmlWriter xml;
  xml.open("AccessControlPolicy", wire::s3_namespace);
  xml.open("Owner").element("ID", owner).close().open("AccessControlList");
  for (const Grant& grant : acl) write_grant(xml, grant);
  return xml.close().close().take();
}

Result<void> check_grantees(const Acl& acl, AclForm form, const Accounts& accounts) {
  for (const Grant& grant : acl) {
    if (grant.kind == GranteeKind::email) return Errc::UnresolvableGrantByEmailAddress;
    const bool known = grant.kind == GranteeKind::group || grant.grantee == ec2_account ||
                       grant.grantee == anonymous_id || accounts.has(grant.grantee);
    if (known) continue;
    return invalid_argument("Invalid id", form == AclForm::headers ? "id" : "CanonicalUser/ID",
                            grant.grantee);
  }
  return wire::ok();
}

}  // namespace pail::emulator::documents
