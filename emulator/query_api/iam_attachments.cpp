// Managed policies on users and roles: the same three actions for both.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"

namespace pail::emulator::query_api {
namespace {

using access::EntityKind;
using access::EntityName;
using access::ManagedPolicy;

Result<void> attach(const Call& call, EntityKind kind) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const std::string_view arn, call.parameters.required("PolicyArn"));
  return call.directory.attach(entity, arn);
}

Result<void> detach(const Call& call, EntityKind kind) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(const std::string_view arn, call.parameters.required("PolicyArn"));
  return call.directory.detach(entity, arn);
}

Result<void> list(const Call& call, EntityKind kind, wire::XmlWriter& result) {
  PAIL_TRY(const EntityName entity, named_entity(call, kind));
  PAIL_TRY(auto policies, call.directory.attached(entity));
  std::erase_if(policies, [&](const ManagedPolicy& policy) {
    return !policy.path.starts_with(call.parameters.find("PathPrefix").value_or("/"));
  });
  const auto write = [](const ManagedPolicy& policy, wire::XmlWriter& xml) {
    xml.element("PolicyName", policy.name).element("PolicyArn", policy.arn);
  };
  return write_page(
      call.parameters, "AttachedPolicies", policies,
      [](const ManagedPolicy& policy) { return policy.arn; }, write, result);
}

}  // namespace

Result<void> attach_user_policy(const Call& call, wire::XmlWriter&) {
  return attach(call, EntityKind::user);
}
Result<void> attach_role_policy(const Call& call, wire::XmlWriter&) {
  return attach(call, EntityKind::role);
}
Result<void> detach_user_policy(const Call& call, wire::XmlWriter&) {
  return detach(call, EntityKind::user);
}
Result<void> detach_role_policy(const Call& call, wire::XmlWriter&) {
  return detach(call, EntityKind::role);
}
Result<void> list_attached_user_policies(const Call& call, wire::XmlWriter& result) {
  return list(call, EntityKind::user, result);
}
Result<void> list_attached_role_policies(const Call& call, wire::XmlWriter& result) {
  return list(call, EntityKind::role, result);
}

}  // namespace pail::emulator::query_api
