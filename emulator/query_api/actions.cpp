// The table of actions.
#include "emulator/query_api/actions.hpp"

#include <algorithm>
#include <array>

namespace pail::emulator::query_api {
namespace {

using On = Action::On;

// clang-format off
constexpr auto all_actions = std::to_array<Action>({
    {"AssumeRole", sts, On::nothing, true, assume_role},
    {"AssumeRoleWithWebIdentity", sts, On::nothing, true, assume_role_with_web_identity, false},
    {"GetAccessKeyInfo", sts, On::everything, true, get_access_key_info},
    {"GetCallerIdentity", sts, On::nothing, true, get_caller_identity},
    {"GetFederationToken", sts, On::federated_user, true, get_federation_token},
    {"GetSessionToken", sts, On::nothing, true, get_session_token},

    {"CreateUser", iam, On::user, true, create_user},
    {"GetUser", iam, On::user, true, get_user},
    {"ListUsers", iam, On::everything, true, list_users},
    {"DeleteUser", iam, On::user, false, delete_user},
    {"CreateAccessKey", iam, On::user, true, create_access_key},
    {"ListAccessKeys", iam, On::user, true, list_access_keys},
    {"UpdateAccessKey", iam, On::user, false, update_access_key},
    {"DeleteAccessKey", iam, On::user, false, delete_access_key},
    {"PutUserPolicy", iam, On::user, false, put_user_policy},
    {"GetUserPolicy", iam, On::user, true, get_user_policy},
    {"ListUserPolicies", iam, On::user, true, list_user_policies},
    {"DeleteUserPolicy", iam, On::user, false, delete_user_policy},
    {"AttachUserPolicy", iam, On::user, false, attach_user_policy},
    {"DetachUserPolicy", iam, On::user, false, detach_user_policy},
    {"ListAttachedUserPolicies", iam, On::user, true, list_attached_user_policies},

    {"CreateRole", iam, On::role, true, create_role},
    {"GetRole", iam, On::role, true, get_role},
    {"ListRoles", iam, On::everything, true, list_roles},
    {"DeleteRole", iam, On::role, false, delete_role},
    {"UpdateAssumeRolePolicy", iam, On::role, false, update_assume_role_policy},
    {"PutRolePolicy", iam, On::role, false, put_role_policy},
    {"GetRolePolicy", iam, On::role, true, get_role_policy},
    {"ListRolePolicies", iam, On::role, true, list_role_policies},
    {"DeleteRolePolicy", iam, On::role, false, delete_role_policy},
    {"AttachRolePolicy", iam, On::role, false, attach_role_policy},
    {"DetachRolePolicy", iam, On::role, false, detach_role_policy},
    {"ListAttachedRolePolicies", iam, On::role, true, list_attached_role_policies},

    {"CreatePolicy", iam, On::new_policy, true, create_policy},
    {"GetPolicy", iam, On::policy, true, get_policy},
    {"GetPolicyVersion", iam, On::policy, true, get_policy_version},
    {"ListPolicies", iam, On::everything, true, list_policies},
    {"DeletePolicy", iam, On::policy, false, delete_policy},
});

// What operations.csv has besides: known, and refused by name.
constexpr auto not_built = std::to_array<std::pair<std::string_view, const Service*>>({
    {"AssumeRoleWithSAML", &sts},
    {"AssumeRoot", &sts},
    {"DecodeAuthorizationMessage", &sts},
    {"GetDelegatedAccessToken", &sts},
    {"GetWebIdentityToken", &sts},
    {"GetAccessKeyLastUsed", &iam},
});
// clang-format on

}  // namespace

std::span<const Action> actions() noexcept {
  return all_actions;
}

const Action* find_action(const Service& service, std::string_view name) noexcept {
  const auto found = std::find_if(
      all_actions.begin(), all_actions.end(),
      [&](const Action& action) { return &action.service == &service && action.name == name; });
  return found == all_actions.end() ? nullptr : &*found;
}

bool is_known(const Service& service, std::string_view name) noexcept {
  return find_action(service, name) != nullptr ||
         std::any_of(not_built.begin(), not_built.end(),
                     [&](const auto& row) { return row.first == name && row.second == &service; });
}

}  // namespace pail::emulator::query_api
