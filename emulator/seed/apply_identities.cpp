#include <algorithm>

#include "emulator/seed/stage.hpp"
#include "emulator/world/contents.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::seed {
namespace {

using access::EntityKind;
using access::EntityName;

// Who is meant, and what IAM calls its kind: "User", "Role".
struct Whom {
  EntityName name;
  std::string_view kind;

  std::string action(std::string_view verb, std::string_view noun) const {
    return std::string(verb) + std::string(kind) + std::string(noun);
  }
  std::pair<std::string, std::string> parameter() const {
    return {std::string(kind) + "Name", name.name};
  }
};

access::Directory& directory_of(world::World& world) {
  return world.contents()->directory();
}

void add_path(Pairs& parameters, const std::string& path) {
  if (!path.empty()) parameters.emplace_back("Path", path);
}

std::string arn_of(const Requests& iam, const AttachedPolicy& policy,
                   const std::vector<NamedPolicy>& managed) {
  if (policy.name.starts_with("arn:")) return policy.name;
  const auto found = std::find_if(managed.begin(), managed.end(),
                                  [&](const NamedPolicy& one) { return one.name == policy.name; });
  const std::string path = found == managed.end() || found->path.empty() ? "/" : found->path;
  return "arn:aws:iam::" + iam.who().account + ":policy" + path + policy.name;
}

wire::Result<void> make_managed(Stage& stage, Requests& iam, const NamedPolicy& policy) {
  const std::string arn = arn_of(iam, {.at = {}, .name = policy.name}, {policy});
  const auto found = directory_of(stage.world()).managed(iam.who().account, arn);
  if (!found) {
    Pairs parameters = {{"PolicyName", policy.name}, {"PolicyDocument", policy.text}};
    add_path(parameters, policy.path);
    PAIL_TRY(stage.expect(iam.iam("CreatePolicy", parameters), policy.at, policy.name));
    ++stage.report.identities_made;
  } else if (found.value().policy->text() != policy.text) {
    return stage.mistake(policy.at, "there is another policy of that name: delete that first");
  } else {
    ++stage.report.unchanged;
  }
  return wire::ok();
}

wire::Result<void> put_policies(Stage& stage, Requests& iam, const Whom& whom,
                                const std::vector<NamedPolicy>& policies) {
  for (const NamedPolicy& policy : policies) {
    const auto found = directory_of(stage.world()).policy(whom.name, policy.name);
    if (found && found.value()->text() == policy.text) continue;
    PAIL_TRY(stage.expect(
        iam.iam(whom.action("Put", "Policy"),
                {whom.parameter(), {"PolicyName", policy.name}, {"PolicyDocument", policy.text}}),
        policy.at));
  }
  return wire::ok();
}

wire::Result<void> attach_policies(Stage& stage, Requests& iam, const Whom& whom,
                                   const std::vector<AttachedPolicy>& attached,
                                   const std::vector<NamedPolicy>& managed) {
  for (const AttachedPolicy& policy : attached) {
    PAIL_TRY(stage.expect(iam.iam(whom.action("Attach", "Policy"),
                                  {whom.parameter(), {"PolicyArn", arn_of(iam, policy, managed)}}),
                          policy.at));
  }
  return wire::ok();
}

wire::Result<void> make_principal(Stage& stage, Requests& iam, const Whom& whom,
                                  const Principal& principal) {
  const auto found = directory_of(stage.world()).entity(whom.name);
  if (!found) {
    Pairs parameters = {whom.parameter()};
    add_path(parameters, principal.path);
    if (!principal.trust.empty()) {
      parameters.emplace_back("AssumeRolePolicyDocument", principal.trust);
    }
    ++stage.report.identities_made;
    return stage.expect(iam.iam(whom.action("Create", ""), parameters), principal.at,
                        principal.name);
  }
  ++stage.report.unchanged;
  if (principal.trust.empty() || found.value().trust->text() == principal.trust) return wire::ok();
  return stage.expect(
      iam.iam("UpdateAssumeRolePolicy", {whom.parameter(), {"PolicyDocument", principal.trust}}),
      principal.at);
}

bool has_secret(const access::Identity& identity, std::string_view secret) {
  bool same = false;
  identity.key->lend_secret(
      [&](std::string_view known) { same = wire::constant_time_equal(known, secret); });
  return same;
}

wire::Result<void> draw_key(access::Directory& directory, const EntityName& user, wire::Time now) {
  PAIL_TRY(directory.create_key(user, now));
  return wire::ok();
}

wire::Result<void> give_keys(Stage& stage, const Whom& whom, const Principal& user) {
  if (!user.keys) return wire::ok();
  const std::string& access_key = user.keys->access_key;
  const auto holder = stage.s3.worlds().of_access_key(access_key);
  if (holder && holder.get() != &stage.real) {
    return stage.mistake(user.at, "the access key " + access_key + " is one of another world");
  }
  if (const auto known = directory_of(stage.real).identity(access_key)) {
    if (known->user_name == user.name && has_secret(*known, user.keys->secret_key)) {
      return wire::ok();
    }
    return stage.mistake(
        user.at, "the access key " + access_key + " is somebody else's, or has another secret");
  }
  // A rehearsal finds out whether there is room for one more key, and leaves this one free.
  access::Directory& directory = directory_of(stage.world());
  const auto given = stage.is_rehearsal
                         ? draw_key(directory, whom.name, stage.real.now())
                         : directory.take_key(whom.name, *user.keys, stage.real.now());
  if (given) return wire::ok();
  return stage.mistake(user.at, wire::describe(given.error()));
}

}  // namespace

wire::Result<void> apply_identities(Stage& stage, const Description& description) {
  Requests iam = stage.as_root(stage.world());
  for (const NamedPolicy& policy : description.policies) {
    PAIL_TRY(make_managed(stage, iam, policy));
  }
  const auto make = [&](const Principal& principal, const Whom& whom) -> wire::Result<void> {
    PAIL_TRY(make_principal(stage, iam, whom, principal));
    PAIL_TRY(put_policies(stage, iam, whom, principal.policies));
    PAIL_TRY(attach_policies(stage, iam, whom, principal.attached, description.policies));
    return give_keys(stage, whom, principal);
  };
  for (const Principal& user : description.users) {
    PAIL_TRY(make(user, {{EntityKind::user, iam.who().account, user.name}, "User"}));
  }
  for (const Principal& role : description.roles) {
    PAIL_TRY(make(role, {{EntityKind::role, iam.who().account, role.name}, "Role"}));
  }
  return wire::ok();
}

}  // namespace pail::emulator::seed
