// Users and roles, and the access keys of users.
#include <algorithm>
#include <mutex>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Error;

Error no_such_entity(const EntityName& name) {
  return Error(Errc::NoSuchEntity, "The " + std::string(access::name(name.kind)) + " with name " +
                                       name.name + " cannot be found.");
}

Error no_such_key(std::string_view access_key) {
  return Error(Errc::NoSuchEntity,
               "The Access Key with id " + std::string(access_key) + " cannot be found.");
}

Error already_exists(const Entity& entity) {
  return Error(Errc::EntityAlreadyExists,
               std::string(entity.kind == EntityKind::user ? "User" : "Role") + " with name " +
                   entity.name + " already exists.");
}

Error conflict(std::string_view what_first) {
  return Error(Errc::DeleteConflict,
               "Cannot delete entity, must " + std::string(what_first) + " first.");
}

wire::Result<void> fits_trust(const std::shared_ptr<const Policy>& trust) {
  if (!trust || characters_of(*trust) <= quotas::trust_characters) return wire::ok();
  return over_quota("ACLSizePerRole", quotas::trust_characters);
}

}  // namespace

Holders& Directory::holders(EntityKind kind, std::string_view account) {
  Account& found = accounts_.find(account)->second;
  return kind == EntityKind::user ? found.users : found.roles;
}

const Holders* Directory::find_holders(EntityKind kind, std::string_view account) const {
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) return nullptr;
  return kind == EntityKind::user ? &found->second.users : &found->second.roles;
}

wire::Result<const Holder*> Directory::holder(const EntityName& name) const {
  const Holders* const all = find_holders(name.kind, name.account);
  if (all == nullptr) return no_such_entity(name);
  const auto found = all->find(name.name);
  if (found == all->end()) return no_such_entity(name);
  return &found->second;
}

wire::Result<Holder*> Directory::holder(const EntityName& name) {
  PAIL_TRY(const Holder* const found, std::as_const(*this).holder(name));
  return const_cast<Holder*>(found);  // NOLINT(cppcoreguidelines-pro-type-const-cast): *this is not
}

wire::Result<Entity> Directory::create(Entity entity) {
  PAIL_TRY(fits_trust(entity.trust));
  const bool user = entity.kind == EntityKind::user;
  const std::unique_lock lock(mutex_);
  Holders& all = holders(entity.kind, entity.account);
  if (all.count(entity.name) != 0) return already_exists(entity);
  if (user && all.size() >= quotas::users) return over_quota("UsersPerAccount", quotas::users);
  if (!user && all.size() >= quotas::roles) return over_quota("RolesPerAccount", quotas::roles);
  entity.id = unique_id(user ? "AIDA" : "AROA");
  entity.arn = "arn:aws:iam::" + entity.account + ":" + std::string(name(entity.kind)) +
               entity.path + entity.name;
  Holder& made = all[entity.name];
  made.entity = std::move(entity);
  changed();
  return made.entity;
}

wire::Result<Entity> Directory::entity(const EntityName& name) const {
  const std::shared_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(name));
  return found->entity;
}

std::vector<Entity> Directory::entities(EntityKind kind, std::string_view account) const {
  const std::shared_lock lock(mutex_);
  std::vector<Entity> found;
  const Holders* const all = find_holders(kind, account);
  if (all == nullptr) return found;
  for (const auto& [key, one] : *all) found.push_back(one.entity);
  return found;
}

wire::Result<void> Directory::remove(const EntityName& name) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(name));
  if (!found->keys.empty()) return conflict("delete access keys");
  if (!found->attached.empty()) return conflict("detach all policies");
  if (!found->inline_policies.empty()) return conflict("delete policies");
  while (!found->sessions.empty()) end_session(std::string(*found->sessions.begin()));
  holders(name.kind, name.account).erase(name.name);
  changed();
  return wire::ok();
}

wire::Result<void> Directory::set_trust(const EntityName& role,
                                        std::shared_ptr<const Policy> trust) {
  PAIL_TRY(fits_trust(trust));
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(role));
  found->entity.trust = std::move(trust);
  changed();
  return wire::ok();
}

wire::Result<signer::Credentials> Directory::create_key(const EntityName& user, wire::Time now) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(user));
  if (found->keys.size() >= quotas::access_keys) {
    return over_quota("AccessKeysPerUser", quotas::access_keys);
  }
  signer::Credentials pair = draw_pair("AKIA");
  const auto key = std::make_shared<const signer::Key>(pair);
  found->keys.push_back({key, {pair.access_key, true, now}});
  keys_[pair.access_key] = std::make_shared<const Identity>(identity_of(*found, key));
  changed();
  return pair;
}

wire::Result<std::vector<AccessKey>> Directory::keys(const EntityName& user) const {
  const std::shared_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(user));
  std::vector<AccessKey> records;
  for (const OwnKey& own : found->keys) records.push_back(own.record);
  return records;
}

wire::Result<void> Directory::set_active(const EntityName& user, std::string_view access_key,
                                         bool active) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(user));
  const auto own = std::find_if(found->keys.begin(), found->keys.end(), [&](const OwnKey& one) {
    return one.record.access_key == access_key;
  });
  if (own == found->keys.end()) return no_such_key(access_key);
  own->record.active = active;
  changed();
  if (active) {
    keys_[own->record.access_key] = std::make_shared<const Identity>(identity_of(*found, own->key));
  } else {
    keys_.erase(own->record.access_key);
  }
  return wire::ok();
}

wire::Result<void> Directory::remove_key(const EntityName& user, std::string_view access_key) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(user));
  const auto own = std::find_if(found->keys.begin(), found->keys.end(), [&](const OwnKey& one) {
    return one.record.access_key == access_key;
  });
  if (own == found->keys.end()) return no_such_key(access_key);
  const std::string gone = own->record.access_key;
  found->keys.erase(own);
  keys_.erase(gone);
  release(gone);
  changed();
  const auto sessions = found->sessions;
  for (const std::string& session : sessions) {
    if (sessions_.find(session)->second.parent_key == gone) end_session(session);
  }
  return wire::ok();
}

}  // namespace pail::access
