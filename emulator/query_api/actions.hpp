// Every action of STS and IAM that Pail has, one function each, in the files named. Each writes
// the inside of its <ActionResult>; the caller is signed in and permitted, where that is asked for.
// Spec: shared/spec/operations.csv.
#pragma once

#include "emulator/query_api/call.hpp"

namespace pail::emulator::query_api {

// sts_sessions.cpp
Result<void> assume_role(const Call& call, wire::XmlWriter& result);
Result<void> get_session_token(const Call& call, wire::XmlWriter& result);
Result<void> get_federation_token(const Call& call, wire::XmlWriter& result);
// sts_web_identity.cpp
Result<void> assume_role_with_web_identity(const Call& call, wire::XmlWriter& result);
// sts_identity.cpp
Result<void> get_caller_identity(const Call& call, wire::XmlWriter& result);
Result<void> get_access_key_info(const Call& call, wire::XmlWriter& result);

// iam_users.cpp
Result<void> create_user(const Call& call, wire::XmlWriter& result);
Result<void> get_user(const Call& call, wire::XmlWriter& result);
Result<void> list_users(const Call& call, wire::XmlWriter& result);
Result<void> delete_user(const Call& call, wire::XmlWriter& result);
// iam_access_keys.cpp
Result<void> create_access_key(const Call& call, wire::XmlWriter& result);
Result<void> list_access_keys(const Call& call, wire::XmlWriter& result);
Result<void> update_access_key(const Call& call, wire::XmlWriter& result);
Result<void> delete_access_key(const Call& call, wire::XmlWriter& result);
// iam_roles.cpp
Result<void> create_role(const Call& call, wire::XmlWriter& result);
Result<void> get_role(const Call& call, wire::XmlWriter& result);
Result<void> list_roles(const Call& call, wire::XmlWriter& result);
Result<void> delete_role(const Call& call, wire::XmlWriter& result);
Result<void> update_assume_role_policy(const Call& call, wire::XmlWriter& result);
// iam_inline_policies.cpp
Result<void> put_user_policy(const Call& call, wire::XmlWriter& result);
Result<void> get_user_policy(const Call& call, wire::XmlWriter& result);
Result<void> list_user_policies(const Call& call, wire::XmlWriter& result);
Result<void> delete_user_policy(const Call& call, wire::XmlWriter& result);
Result<void> put_role_policy(const Call& call, wire::XmlWriter& result);
Result<void> get_role_policy(const Call& call, wire::XmlWriter& result);
Result<void> list_role_policies(const Call& call, wire::XmlWriter& result);
Result<void> delete_role_policy(const Call& call, wire::XmlWriter& result);
// iam_managed_policies.cpp
Result<void> create_policy(const Call& call, wire::XmlWriter& result);
Result<void> get_policy(const Call& call, wire::XmlWriter& result);
Result<void> get_policy_version(const Call& call, wire::XmlWriter& result);
Result<void> list_policies(const Call& call, wire::XmlWriter& result);
Result<void> delete_policy(const Call& call, wire::XmlWriter& result);
// iam_attachments.cpp
Result<void> attach_user_policy(const Call& call, wire::XmlWriter& result);
Result<void> detach_user_policy(const Call& call, wire::XmlWriter& result);
Result<void> list_attached_user_policies(const Call& call, wire::XmlWriter& result);
Result<void> attach_role_policy(const Call& call, wire::XmlWriter& result);
Result<void> detach_role_policy(const Call& call, wire::XmlWriter& result);
Result<void> list_attached_role_policies(const Call& call, wire::XmlWriter& result);

}  // namespace pail::emulator::query_api
