// Inline and managed policies, and what changes with them.
#include <algorithm>
#include <mutex>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Error;

Error no_such_policy(std::string_view arn) {
  return Error(Errc::NoSuchEntity, "Policy " + std::string(arn) + " was not found.");
}

Error no_such_inline(EntityKind kind, std::string_view policy_name) {
  return Error(Errc::NoSuchEntity, "The " + std::string(name(kind)) + " policy with name " +
                                       std::string(policy_name) + " cannot be found.");
}

std::size_t inline_quota(EntityKind kind) noexcept {
  return kind == EntityKind::user ? quotas::user_inline_characters : quotas::role_inline_characters;
}

}  // namespace

Policies Directory::policies_of(const Holder& holder) const {
  Policies policies;
  for (const auto& [key, policy] : holder.inline_policies) policies.push_back(policy);
  const Account& account = accounts_.find(holder.entity.account)->second;
  for (const std::string& arn : holder.attached) {
    policies.push_back(account.policies.find(arn)->second.policy);
  }
  return policies;
}

void Directory::policies_changed(const Holder& holder) {
  changed();
  const Policies policies = policies_of(holder);
  const auto renew = [&](std::string_view access_key) {
    const auto found = keys_.find(access_key);
    if (found == keys_.end()) return;  // inactive
    Identity identity = *found->second;
    identity.policies = policies;
    found->second = std::make_shared<const Identity>(std::move(identity));
  };
  for (const OwnKey& own : holder.keys) renew(own.record.access_key);
  for (const std::string& session : holder.sessions) renew(session);
}

wire::Result<void> Directory::put_policy(const EntityName& name, std::string_view policy_name,
                                         std::shared_ptr<const Policy> policy) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(name));
  std::size_t characters = characters_of(*policy);
  for (const auto& [other, text] : found->inline_policies) {
    if (other != policy_name) characters += characters_of(*text);
  }
  if (characters > inline_quota(name.kind)) {
    return Error(Errc::LimitExceeded, "Maximum policy size of " +
                                          std::to_string(inline_quota(name.kind)) +
                                          " bytes exceeded for " +
                                          std::string(access::name(name.kind)) + " " + name.name);
  }
  found->inline_policies.insert_or_assign(std::string(policy_name), std::move(policy));
  policies_changed(*found);
  return wire::ok();
}

wire::Result<std::shared_ptr<const Policy>> Directory::policy(const EntityName& name,
                                                              std::string_view policy_name) const {
  const std::shared_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(name));
  const auto policy = found->inline_policies.find(policy_name);
  if (policy == found->inline_policies.end()) return no_such_inline(name.kind, policy_name);
  return policy->second;
}

wire::Result<std::vector<std::string>> Directory::policy_names(const EntityName& name) const {
  const std::shared_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(name));
  std::vector<std::string> names;
  for (const auto& [key, policy] : found->inline_policies) names.push_back(key);
  return names;
}

wire::Result<void> Directory::remove_policy(const EntityName& name, std::string_view policy_name) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(name));
  const auto policy = found->inline_policies.find(policy_name);
  if (policy == found->inline_policies.end()) return no_such_inline(name.kind, policy_name);
  found->inline_policies.erase(policy);
  policies_changed(*found);
  return wire::ok();
}

wire::Result<ManagedPolicy> Directory::create_managed(std::string_view account,
                                                      ManagedPolicy policy) {
  if (characters_of(*policy.policy) > quotas::managed_characters) {
    return Error(Errc::LimitExceeded, "Cannot exceed quota for PolicySize: " +
                                          std::to_string(quotas::managed_characters));
  }
  const std::unique_lock lock(mutex_);
  auto& all = accounts_.find(account)->second.policies;
  if (std::any_of(all.begin(), all.end(),
                  [&](const auto& other) { return other.second.name == policy.name; })) {
    return Error(Errc::EntityAlreadyExists, "A policy called " + policy.name +
                                                " already exists. Duplicate names are not "
                                                "allowed.");
  }
  if (all.size() >= quotas::managed_policies) {
    return Error(Errc::LimitExceeded, "Cannot exceed quota for PoliciesPerAccount: " +
                                          std::to_string(quotas::managed_policies));
  }
  policy.id = unique_id("ANPA");
  policy.arn = "arn:aws:iam::" + std::string(account) + ":policy" + policy.path + policy.name;
  changed();
  return all.insert_or_assign(policy.arn, policy).first->second;
}

wire::Result<Account*> Directory::account_with(std::string_view number, std::string_view arn) {
  Account& account = accounts_.find(number)->second;
  if (account.policies.count(arn) == 0) return no_such_policy(arn);
  return &account;
}

wire::Result<ManagedPolicy> Directory::managed(std::string_view account,
                                               std::string_view arn) const {
  const std::shared_lock lock(mutex_);
  const auto& all = accounts_.find(account)->second.policies;
  const auto found = all.find(arn);
  if (found == all.end()) return no_such_policy(arn);
  return found->second;
}

std::vector<ManagedPolicy> Directory::managed_policies(std::string_view account) const {
  const std::shared_lock lock(mutex_);
  std::vector<ManagedPolicy> found;
  for (const auto& [arn, policy] : accounts_.find(account)->second.policies) {
    found.push_back(policy);
  }
  return found;
}

wire::Result<void> Directory::remove_managed(std::string_view account, std::string_view arn) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Account* const found, account_with(account, arn));
  const auto policy = found->policies.find(arn);
  if (policy->second.attachments != 0) {
    return Error(Errc::DeleteConflict, "Cannot delete a policy attached to entities.");
  }
  found->policies.erase(policy);
  changed();
  return wire::ok();
}

wire::Result<void> Directory::attach(const EntityName& name, std::string_view arn) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(name));
  auto account = account_with(name.account, arn);
  if (!account) {
    return Error(Errc::NoSuchEntity,
                 "Policy " + std::string(arn) + " does not exist or is not attachable.");
  }
  if (found->attached.count(arn) != 0) return wire::ok();
  if (found->attached.size() >= quotas::attached_policies) {
    return Error(Errc::LimitExceeded, std::string("Cannot exceed quota for PoliciesPer") +
                                          (name.kind == EntityKind::user ? "User: " : "Role: ") +
                                          std::to_string(quotas::attached_policies));
  }
  ++account.value()->policies.find(arn)->second.attachments;
  found->attached.emplace(arn);
  policies_changed(*found);
  return wire::ok();
}

wire::Result<void> Directory::detach(const EntityName& name, std::string_view arn) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(name));
  const auto attached = found->attached.find(arn);
  if (attached == found->attached.end()) return no_such_policy(arn);
  PAIL_TRY(Account* const account, account_with(name.account, arn));
  --account->policies.find(arn)->second.attachments;
  found->attached.erase(attached);
  policies_changed(*found);
  return wire::ok();
}

wire::Result<std::vector<ManagedPolicy>> Directory::attached(const EntityName& name) const {
  const std::shared_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(name));
  const auto& all = accounts_.find(name.account)->second.policies;
  std::vector<ManagedPolicy> policies;
  for (const std::string& arn : found->attached) policies.push_back(all.find(arn)->second);
  return policies;
}

}  // namespace pail::access
