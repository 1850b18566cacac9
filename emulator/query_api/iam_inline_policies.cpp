// Policies that belong to one user or role: the same four actions for both.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"
#include "emulator/query_api/policies.hpp"

namespace pail::emulator::query_api {
namespace {

using access::EntityKind;
using access::EntityName;

Result<std::string> policy_name(const Call& call) {
  return checked_name(call.parameters, "PolicyName", 1, policy_name_max);
}

Result<void> put(const Call& call, EntityKind kind) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const std::string name, policy_name(call));
  PAIL_TRY(auto policy,
           policy_document(call.parameters, "PolicyDocument", access::PolicyKind::identity));
  return call.directory.put_policy(entity, name, std::move(policy));
}

Result<void> get(const Call& call, EntityKind kind, wire::XmlWriter& result) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const std::string name, policy_name(call));
  PAIL_TRY(const auto policy, call.directory.policy(entity, name));
  result.element(kind == EntityKind::user ? "UserName" : "RoleName", entity.name)
      .element("PolicyName", name)
      .element("PolicyDocument", encoded_document(*policy));
  return wire::ok();
}

Result<void> list(const Call& call, EntityKind kind, wire::XmlWriter& result) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const auto names, call.directory.policy_names(entity));
  return write_names(call.parameters, "PolicyNames", names, result);
}

Result<void> remove(const Call& call, EntityKind kind) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const std::string name, policy_name(call));
  return call.directory.remove_policy(entity, name);
}

}  // namespace

Result<void> put_user_policy(const Call& call, wire::XmlWriter&) {
  return put(call, EntityKind::user);
}
Result<void> put_role_policy(const Call& call, wire::XmlWriter&) {
  return put(call, EntityKind::role);
}
Result<void> get_user_policy(const Call& call, wire::XmlWriter& result) {
  return get(call, EntityKind::user, result);
}
Result<void> get_role_policy(const Call& call, wire::XmlWriter& result) {
  return get(call, EntityKind::role, result);
}
Result<void> list_user_policies(const Call& call, wire::XmlWriter& result) {
  return list(call, EntityKind::user, result);
}
Result<void> list_role_policies(const Call& call, wire::XmlWriter& result) {
  return list(call, EntityKind::role, result);
}
Result<void> delete_user_policy(const Call& call, wire::XmlWriter&) {
  return remove(call, EntityKind::user);
}
Result<void> delete_role_policy(const Call& call, wire::XmlWriter&) {
  return remove(call, EntityKind::role);
}

}  // namespace pail::emulator::query_api
