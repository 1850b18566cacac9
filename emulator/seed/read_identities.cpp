#include <set>

#include "emulator/seed/description.hpp"
#include "emulator/seed/documents.hpp"

namespace pail::emulator::seed {
namespace {

wire::Result<std::vector<NamedPolicy>> read_policies(Fields& fields) {
  std::vector<NamedPolicy> policies;
  const auto member = fields.find("policies");
  if (!member) return policies;
  PAIL_TRY(const auto all, member->members());
  for (const auto& [name, document] : all) {
    NamedPolicy policy{.at = {document.path()}, .name = name};
    PAIL_TRY(policy.text, policy_text(document));
    policies.push_back(std::move(policy));
  }
  return policies;
}

wire::Result<std::vector<AttachedPolicy>> read_attached(Fields& fields) {
  std::vector<AttachedPolicy> attached;
  PAIL_TRY(const auto items, fields.items("attached"));
  for (const Member& item : items) {
    AttachedPolicy policy{.at = {item.path()}, .name = {}};
    PAIL_TRY(policy.name, item.text());
    attached.push_back(std::move(policy));
  }
  return attached;
}

// What users and roles have alike.
wire::Result<Principal> read_principal(const Member& member, Fields& fields) {
  Principal principal{.at = {member.path()}, .name = {}};
  PAIL_TRY(fields.read("name", principal.name));
  PAIL_TRY(fields.maybe("path", principal.path));
  PAIL_TRY(principal.policies, read_policies(fields));
  PAIL_TRY(principal.attached, read_attached(fields));
  return principal;
}

wire::Result<void> read_keys(const Member& member, Fields& fields, Principal& user) {
  std::string access_key;
  std::string secret_key;
  PAIL_TRY(fields.maybe("access_key", access_key));
  PAIL_TRY(fields.maybe("secret_key", secret_key));
  if (access_key.empty() != secret_key.empty()) {
    return member.mistake("access_key and secret_key belong together");
  }
  if (!access_key.empty()) user.keys.emplace(std::move(access_key), std::move(secret_key));
  return wire::ok();
}

wire::Result<Principal> read_user(const Member& member) {
  PAIL_TRY(Fields fields, Fields::of(member));
  PAIL_TRY(Principal user, read_principal(member, fields));
  PAIL_TRY(read_keys(member, fields, user));
  PAIL_TRY(fields.done());
  return user;
}

wire::Result<Principal> read_role(const Member& member) {
  PAIL_TRY(Fields fields, Fields::of(member));
  PAIL_TRY(Principal role, read_principal(member, fields));
  PAIL_TRY(const Member trust, fields.need("trust"));
  PAIL_TRY(role.trust, policy_text(trust));
  PAIL_TRY(fields.done());
  return role;
}

wire::Result<NamedPolicy> read_managed(const Member& member) {
  PAIL_TRY(Fields fields, Fields::of(member));
  NamedPolicy policy{.at = {member.path()}, .name = {}};
  PAIL_TRY(fields.read("name", policy.name));
  PAIL_TRY(fields.maybe("path", policy.path));
  PAIL_TRY(const Member document, fields.need("document"));
  PAIL_TRY(policy.text, policy_text(document));
  PAIL_TRY(fields.done());
  return policy;
}

template <class Thing, class Read>
wire::Result<std::vector<Thing>> read_each(Fields& fields, std::string_view name, Read read) {
  std::vector<Thing> things;
  PAIL_TRY(const auto items, fields.items(name));
  for (const Member& item : items) {
    PAIL_TRY(Thing thing, read(item));
    things.push_back(std::move(thing));
  }
  return things;
}

wire::Result<void> check_keys_differ(const Member& identities,
                                     const std::vector<Principal>& users) {
  std::set<std::string_view> keys;
  for (const Principal& user : users) {
    if (!user.keys || keys.insert(user.keys->access_key).second) continue;
    return mistake(identities.document(), user.at, "another user has the same access key");
  }
  return wire::ok();
}

}  // namespace

wire::Result<void> read_identities(const Member& identities, Description& description) {
  PAIL_TRY(Fields fields, Fields::of(identities));
  PAIL_TRY(description.policies, read_each<NamedPolicy>(fields, "policies", read_managed));
  PAIL_TRY(description.users, read_each<Principal>(fields, "users", read_user));
  PAIL_TRY(description.roles, read_each<Principal>(fields, "roles", read_role));
  PAIL_TRY(check_keys_differ(identities, description.users));
  return fields.done();
}

}  // namespace pail::emulator::seed
