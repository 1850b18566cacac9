// Roles: who may take them on, and what they may then do.
#include "client/ops/iam_fields.hpp"

namespace pail::client::ops {

void fields(Reader& way, IamRole& role) {
  way.text("RoleName", role.name);
  way.text("Path", role.path);
  way.text("RoleId", role.id);
  way.text("Arn", role.arn);
  way.time("CreateDate", role.created);
  read_policy_document(way, "AssumeRolePolicyDocument", role.trust_policy);
  way.text("Description", role.description);
  unsigned seconds = 0;
  way.number("MaxSessionDuration", seconds);
  role.max_session = std::chrono::seconds(seconds);
}

void fields(Reader& way, One<IamRole>& role) {
  way.one("Role", role.value);
}

void fields(Reader& way, IamPage<IamRole>& page) {
  read_page(way, "Roles", page);
}

Operation<IamRole> create_role(std::string_view role, std::string_view trust_policy,
                               const RoleOptions& options) {
  Parameters parameters = {{"RoleName", std::string(role)},
                           {"AssumeRolePolicyDocument", std::string(trust_policy)}};
  add_parameter(parameters, "Path", options.path);
  add_parameter(parameters, "Description", options.description);
  if (options.max_session) {
    add_parameter(parameters, "MaxSessionDuration", std::to_string(options.max_session->count()));
  }
  return query_operation<IamRole>(iam, "CreateRole", parameters, read_one<IamRole>);
}

Operation<IamRole> get_role(std::string_view role) {
  return query_operation<IamRole>(iam, "GetRole", {{"RoleName", std::string(role)}},
                                  read_one<IamRole>);
}

Operation<IamPage<IamRole>> list_roles(const IamList& list) {
  return query_operation<IamPage<IamRole>>(iam, "ListRoles", list_parameters(list));
}

Operation<void> delete_role(std::string_view role) {
  return iam_action("DeleteRole", {{"RoleName", std::string(role)}});
}

Operation<void> update_assume_role_policy(std::string_view role, std::string_view trust_policy) {
  return iam_action("UpdateAssumeRolePolicy", {{"RoleName", std::string(role)},
                                               {"PolicyDocument", std::string(trust_policy)}});
}

Operation<void> put_role_policy(std::string_view role, std::string_view policy,
                                std::string_view document) {
  return iam_action("PutRolePolicy", {{"RoleName", std::string(role)},
                                      {"PolicyName", std::string(policy)},
                                      {"PolicyDocument", std::string(document)}});
}

Operation<std::string> get_role_policy(std::string_view role, std::string_view policy) {
  return query_operation<std::string>(
      iam, "GetRolePolicy", {{"RoleName", std::string(role)}, {"PolicyName", std::string(policy)}},
      read_policy_text);
}

Operation<IamPage<std::string>> list_role_policies(std::string_view role, const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "RoleName", role);
  return query_operation<IamPage<std::string>>(iam, "ListRolePolicies", parameters);
}

Operation<void> delete_role_policy(std::string_view role, std::string_view policy) {
  return iam_action("DeleteRolePolicy",
                    {{"RoleName", std::string(role)}, {"PolicyName", std::string(policy)}});
}

Operation<void> attach_role_policy(std::string_view role, std::string_view policy_arn) {
  return iam_action("AttachRolePolicy",
                    {{"RoleName", std::string(role)}, {"PolicyArn", std::string(policy_arn)}});
}

Operation<void> detach_role_policy(std::string_view role, std::string_view policy_arn) {
  return iam_action("DetachRolePolicy",
                    {{"RoleName", std::string(role)}, {"PolicyArn", std::string(policy_arn)}});
}

Operation<IamPage<AttachedPolicy>> list_attached_role_policies(std::string_view role,
                                                               const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "RoleName", role);
  return query_operation<IamPage<AttachedPolicy>>(iam, "ListAttachedRolePolicies", parameters);
}

}  // namespace pail::client::ops
