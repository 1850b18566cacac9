// Users and their keys.
#include "client/ops/iam_fields.hpp"

namespace pail::client::ops {

void fields(Reader& way, IamUser& user) {
  way.text("UserName", user.name);
  way.text("Path", user.path);
  way.text("UserId", user.id);
  way.text("Arn", user.arn);
  way.time("CreateDate", user.created);
}

void fields(Reader& way, One<IamUser>& user) {
  way.one("User", user.value);
}

void fields(Reader& way, IamPage<IamUser>& page) {
  read_page(way, "Users", page);
}

void fields(Reader& way, IamAccessKey& key) {
  constexpr Words<bool, 2> statuses{{{"Active", true}, {"Inactive", false}}};
  way.text("UserName", key.user);
  way.text("AccessKeyId", key.access_key);
  way.word("Status", key.active, statuses);
  way.time("CreateDate", key.created);
}

void fields(Reader& way, IamPage<IamAccessKey>& page) {
  read_page(way, "AccessKeyMetadata", page);
}

void fields(Reader& way, CreatedAccessKey& created) {
  way.inside("AccessKey", [&](Reader& key) {
    key.text("UserName", created.user);
    key.text("AccessKeyId", created.credentials.access_key);
    key.text("SecretAccessKey", created.credentials.secret_key);
  });
  if (created.credentials.secret_key.empty()) way.refuse();
}

namespace {

Parameters of_user(std::string_view user) {
  Parameters parameters;
  add_parameter(parameters, "UserName", user);
  return parameters;
}

}  // namespace

Operation<IamUser> create_user(std::string_view user, std::string_view path) {
  Parameters parameters = of_user(user);
  add_parameter(parameters, "Path", path);
  return query_operation<IamUser>(iam, "CreateUser", parameters, read_one<IamUser>);
}

Operation<IamUser> get_user(std::string_view user) {
  return query_operation<IamUser>(iam, "GetUser", of_user(user), read_one<IamUser>);
}

Operation<IamPage<IamUser>> list_users(const IamList& list) {
  return query_operation<IamPage<IamUser>>(iam, "ListUsers", list_parameters(list));
}

Operation<void> delete_user(std::string_view user) {
  return iam_action("DeleteUser", of_user(user));
}

Operation<CreatedAccessKey> create_access_key(std::string_view user) {
  return query_operation<CreatedAccessKey>(iam, "CreateAccessKey", of_user(user));
}

Operation<IamPage<IamAccessKey>> list_access_keys(std::string_view user, const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "UserName", user);
  return query_operation<IamPage<IamAccessKey>>(iam, "ListAccessKeys", parameters);
}

Operation<void> update_access_key(std::string_view user, std::string_view access_key, bool active) {
  Parameters parameters = of_user(user);
  add_parameter(parameters, "AccessKeyId", access_key);
  add_parameter(parameters, "Status", active ? "Active" : "Inactive");
  return iam_action("UpdateAccessKey", parameters);
}

Operation<void> delete_access_key(std::string_view user, std::string_view access_key) {
  Parameters parameters = of_user(user);
  add_parameter(parameters, "AccessKeyId", access_key);
  return iam_action("DeleteAccessKey", parameters);
}

Operation<void> put_user_policy(std::string_view user, std::string_view policy,
                                std::string_view document) {
  return iam_action("PutUserPolicy", {{"UserName", std::string(user)},
                                      {"PolicyName", std::string(policy)},
                                      {"PolicyDocument", std::string(document)}});
}

Operation<std::string> get_user_policy(std::string_view user, std::string_view policy) {
  return query_operation<std::string>(
      iam, "GetUserPolicy", {{"UserName", std::string(user)}, {"PolicyName", std::string(policy)}},
      read_policy_text);
}

Operation<IamPage<std::string>> list_user_policies(std::string_view user, const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "UserName", user);
  return query_operation<IamPage<std::string>>(iam, "ListUserPolicies", parameters);
}

Operation<void> delete_user_policy(std::string_view user, std::string_view policy) {
  return iam_action("DeleteUserPolicy",
                    {{"UserName", std::string(user)}, {"PolicyName", std::string(policy)}});
}

Operation<void> attach_user_policy(std::string_view user, std::string_view policy_arn) {
  return iam_action("AttachUserPolicy",
                    {{"UserName", std::string(user)}, {"PolicyArn", std::string(policy_arn)}});
}

Operation<void> detach_user_policy(std::string_view user, std::string_view policy_arn) {
  return iam_action("DetachUserPolicy",
                    {{"UserName", std::string(user)}, {"PolicyArn", std::string(policy_arn)}});
}

Operation<IamPage<AttachedPolicy>> list_attached_user_policies(std::string_view user,
                                                               const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "UserName", user);
  return query_operation<IamPage<AttachedPolicy>>(iam, "ListAttachedUserPolicies", parameters);
}

}  // namespace pail::client::ops
