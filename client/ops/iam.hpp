// Users, roles, their keys and their policies: IAM. One function for each action, by its name;
// policy documents are JSON texts in both directions. Spec: shared/spec/operations.md §6.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "client/ops/query_api.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::client::ops {

struct IamUser {
  std::string name;
  std::string path;
  std::string id;
  std::string arn;
  wire::Time created;
};

struct IamRole {
  std::string name;
  std::string path;
  std::string id;
  std::string arn;
  wire::Time created;
  std::string trust_policy;
  std::string description;
  std::chrono::seconds max_session{};
};

struct IamPolicy {
  std::string name;
  std::string path;
  std::string id;
  std::string arn;
  wire::Time created;
  std::string default_version;
  std::string description;
  unsigned attachments = 0;
};

struct IamAccessKey {
  std::string user;
  std::string access_key;
  bool active = true;
  wire::Time created;
};

struct CreatedAccessKey {
  std::string user;
  signer::Credentials credentials;  // the secret is said this once
};

struct AttachedPolicy {
  std::string name;
  std::string arn;
};

template <class T>
struct IamPage {
  std::vector<T> items;
  std::string next_marker;  // IamList::marker of the next page; empty: the last page
};

struct IamList {
  IamList() = default;

  std::string path_prefix;  // empty: all; names of policies and keys have none
  std::string marker;
  unsigned items_max = 0;  // of a page; 0: the server's usual
};

struct RoleOptions {
  RoleOptions() = default;

  std::string path;
  std::string description;
  std::optional<std::chrono::seconds> max_session;  // none: an hour
};

struct PolicyOptions {
  PolicyOptions() = default;

  std::string path;
  std::string description;
};

Operation<IamUser> create_user(std::string_view user, std::string_view path = {});
Operation<IamUser> get_user(std::string_view user = {});  // empty: whose key signs
Operation<IamPage<IamUser>> list_users(const IamList& list = {});
Operation<void> delete_user(std::string_view user);

// An empty `user`: whose key signs.
Operation<CreatedAccessKey> create_access_key(std::string_view user = {});
Operation<IamPage<IamAccessKey>> list_access_keys(std::string_view user = {},
                                                  const IamList& list = {});
Operation<void> update_access_key(std::string_view user, std::string_view access_key, bool active);
Operation<void> delete_access_key(std::string_view user, std::string_view access_key);

Operation<void> put_user_policy(std::string_view user, std::string_view policy,
                                std::string_view document);
Operation<std::string> get_user_policy(std::string_view user, std::string_view policy);
Operation<IamPage<std::string>> list_user_policies(std::string_view user, const IamList& list = {});
Operation<void> delete_user_policy(std::string_view user, std::string_view policy);
Operation<void> attach_user_policy(std::string_view user, std::string_view policy_arn);
Operation<void> detach_user_policy(std::string_view user, std::string_view policy_arn);
Operation<IamPage<AttachedPolicy>> list_attached_user_policies(std::string_view user,
                                                               const IamList& list = {});

Operation<IamRole> create_role(std::string_view role, std::string_view trust_policy,
                               const RoleOptions& options = {});
Operation<IamRole> get_role(std::string_view role);
Operation<IamPage<IamRole>> list_roles(const IamList& list = {});
Operation<void> delete_role(std::string_view role);
Operation<void> update_assume_role_policy(std::string_view role, std::string_view trust_policy);

Operation<void> put_role_policy(std::string_view role, std::string_view policy,
                                std::string_view document);
Operation<std::string> get_role_policy(std::string_view role, std::string_view policy);
Operation<IamPage<std::string>> list_role_policies(std::string_view role, const IamList& list = {});
Operation<void> delete_role_policy(std::string_view role, std::string_view policy);
Operation<void> attach_role_policy(std::string_view role, std::string_view policy_arn);
Operation<void> detach_role_policy(std::string_view role, std::string_view policy_arn);
Operation<IamPage<AttachedPolicy>> list_attached_role_policies(std::string_view role,
                                                               const IamList& list = {});

// Policies that stand for themselves, to be attached.
Operation<IamPolicy> create_policy(std::string_view policy, std::string_view document,
                                   const PolicyOptions& options = {});
Operation<IamPolicy> get_policy(std::string_view policy_arn);
// Its document.
Operation<std::string> get_policy_version(std::string_view policy_arn, std::string_view version);
// Those of the account, not AWS's own.
Operation<IamPage<IamPolicy>> list_policies(const IamList& list = {});
Operation<void> delete_policy(std::string_view policy_arn);

}  // namespace pail::client::ops
