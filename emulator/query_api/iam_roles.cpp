// Roles.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"
#include "emulator/query_api/policies.hpp"
#include "wire/date.hpp"

namespace pail::emulator::query_api {
namespace {

using access::Entity;

constexpr std::int64_t max_session_low = 3600;
constexpr std::int64_t max_session_high = 43'200;

void write_role(const Entity& role, wire::XmlWriter& xml) {
  xml.element("Path", role.path)
      .element("RoleName", role.name)
      .element("RoleId", role.id)
      .element("Arn", role.arn)
      .element("CreateDate", wire::format_iso_extended(role.created))
      .element("AssumeRolePolicyDocument", encoded_document(*role.trust));
  if (!role.description.empty()) xml.element("Description", role.description);
  xml.element("MaxSessionDuration", static_cast<std::uint64_t>(role.max_session.count()));
}

}  // namespace

Result<void> create_role(const Call& call, wire::XmlWriter& result) {
  Entity role;
  role.kind = access::EntityKind::role;
  role.account = call.caller->account;
  PAIL_TRY(role.name, checked_name(call.parameters, "RoleName", 1, role_name_max));
  PAIL_TRY(role.path, checked_path(call.parameters));
  PAIL_TRY(role.description, checked_description(call.parameters));
  PAIL_TRY(const auto seconds,
           call.parameters.number("MaxSessionDuration", max_session_low, max_session_high));
  role.max_session = std::chrono::seconds(seconds.value_or(max_session_low));
  PAIL_TRY(role.trust,
           policy_document(call.parameters, "AssumeRolePolicyDocument", access::PolicyKind::trust));
  role.created = call.now;
  PAIL_TRY(const Entity made, call.directory.create(std::move(role)));
  result.open("Role");
  write_role(made, result);
  result.close();
  return wire::ok();
}

Result<void> get_role(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const access::EntityName name, role_of(call));
  PAIL_TRY(const Entity role, call.directory.entity(name));
  result.open("Role");
  write_role(role, result);
  result.close();
  return wire::ok();
}

Result<void> list_roles(const Call& call, wire::XmlWriter& result) {
  const auto roles = entities_below_prefix(call, access::EntityKind::role);
  return write_page(
      call.parameters, "Roles", roles, [](const Entity& role) { return role.name; }, write_role,
      result);
}

Result<void> delete_role(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const access::EntityName name, role_of(call));
  return call.directory.remove(name);
}

Result<void> update_assume_role_policy(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const access::EntityName name, role_of(call));
  PAIL_TRY(auto trust,
           policy_document(call.parameters, "PolicyDocument", access::PolicyKind::trust));
  return call.directory.set_trust(name, std::move(trust));
}

}  // namespace pail::emulator::query_api
