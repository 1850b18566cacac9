#include "emulator/access/image_json.hpp"

#include <stdexcept>
#include <utility>

namespace pail::access {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::Result;

std::string secret_of(const signer::Key& key) {
  std::string secret;
  key.lend_secret([&](std::string_view lent) { secret = lent; });
  return secret;
}

json::object key_json(const signer::Key& key) {
  json::object object{{"access_key", key.access_key()}, {"secret_key", secret_of(key)}};
  if (!key.session_token().empty()) object["session_token"] = key.session_token();
  if (key.expires()) object["expires"] = key.expires()->time_since_epoch().count();
  return object;
}

json::array roots_json(const std::vector<Root>& roots) {
  json::array array;
  for (const Root& root : roots) {
    json::object object = key_json(*root.key);
    object["account"] = root.account;
    object["canonical_id"] = root.canonical_id;
    array.push_back(std::move(object));
  }
  return array;
}

json::object holder_json(const Holder& holder) {
  const Entity& entity = holder.entity;
  json::object object{{"name", entity.name},
                      {"path", entity.path},
                      {"id", entity.id},
                      {"arn", entity.arn},
                      {"created", entity.created.time_since_epoch().count()}};
  if (entity.trust) object["trust"] = entity.trust->text();
  if (entity.kind == EntityKind::role) {
    object["description"] = entity.description;
    object["max_session"] = entity.max_session.count();
  }
  json::object& policies = object["policies"].emplace_object();
  for (const auto& [name, policy] : holder.inline_policies) policies[name] = policy->text();
  json::array& attached = object["attached"].emplace_array();
  for (const std::string& arn : holder.attached) attached.emplace_back(arn);
  json::array& keys = object["keys"].emplace_array();
  for (const OwnKey& own : holder.keys) {
    json::object key = key_json(*own.key);
    key["active"] = own.record.active;
    key["created"] = own.record.created.time_since_epoch().count();
    keys.push_back(std::move(key));
  }
  return object;
}

json::array holders_json(const Holders& holders) {
  json::array array;
  for (const auto& [name, holder] : holders) array.push_back(holder_json(holder));
  return array;
}

json::object account_json(std::string_view number, const Account& account) {
  json::array policies;
  for (const auto& [arn, policy] : account.policies) {
    policies.push_back({{"name", policy.name},
                        {"path", policy.path},
                        {"id", policy.id},
                        {"arn", arn},
                        {"description", policy.description},
                        {"created", policy.created.time_since_epoch().count()},
                        {"document", policy.policy->text()}});
  }
  return {{"number", number},
          {"users", holders_json(account.users)},
          {"roles", holders_json(account.roles)},
          {"policies", std::move(policies)}};
}

json::object session_json(const KeptSession& kept) {
  const Identity& identity = *kept.identity;
  json::object object{{"key", key_json(*identity.key)},
                      {"kind", static_cast<int>(identity.kind)},
                      {"account", identity.account},
                      {"canonical_id", identity.canonical_id},
                      {"arn", identity.arn},
                      {"issuer_arn", identity.issuer_arn},
                      {"user_id", identity.user_id},
                      {"user_name", identity.user_name},
                      {"issued", identity.issued.value_or(wire::Time()).time_since_epoch().count()},
                      {"session_token_only", identity.session_token_only},
                      {"parent_key", kept.session.parent_key},
                      {"expires", kept.session.expires.time_since_epoch().count()}};
  const auto texts = [](const Policies& policies) {
    json::array array;
    for (const auto& policy : policies) array.emplace_back(policy->text());
    return array;
  };
  object["policies"] = texts(identity.policies);
  if (identity.session_policies) object["session_policies"] = texts(*identity.session_policies);
  if (const auto& owner = kept.session.owner) {
    object["owner"] = {{"kind", name(owner->kind)}, {"name", owner->name}};
  }
  return object;
}

// What is read here was written by to_json(). Boost.JSON's accessors throw where something is not
// as it should be; image_from_json() makes an Error of that.

std::string text(const json::object& object, std::string_view member) {
  const json::string& value = object.at(member).as_string();
  return {value.data(), value.size()};
}

wire::Time time(const json::object& object, std::string_view member) {
  return wire::Time(std::chrono::microseconds(object.at(member).as_int64()));
}

std::shared_ptr<const Policy> policy(const json::value& document, PolicyKind kind) {
  const json::string& value = document.as_string();
  auto parsed = Policy::parse({value.data(), value.size()}, kind);
  if (!parsed) throw std::invalid_argument(wire::describe(parsed.error()));
  return std::move(parsed.value());
}

Policies policies(const json::array& documents) {
  Policies all;
  for (const json::value& document : documents) {
    all.push_back(policy(document, PolicyKind::identity));
  }
  return all;
}

std::shared_ptr<const signer::Key> key(const json::object& object) {
  signer::Credentials pair(text(object, "access_key"), text(object, "secret_key"));
  if (object.contains("session_token")) pair.session_token = text(object, "session_token");
  std::optional<wire::Time> expires;
  if (object.contains("expires")) expires = time(object, "expires");
  return std::make_shared<const signer::Key>(std::move(pair), expires);
}

std::vector<Root> roots(const json::array& array) {
  std::vector<Root> all;
  for (const json::value& value : array) {
    const json::object& object = value.as_object();
    all.push_back({key(object), text(object, "account"), text(object, "canonical_id")});
  }
  return all;
}

Entity entity(const json::object& object, EntityKind kind, const std::string& account) {
  Entity entity{.kind = kind,
                .account = account,
                .path = text(object, "path"),
                .name = text(object, "name"),
                .id = text(object, "id"),
                .arn = text(object, "arn"),
                .created = time(object, "created")};
  if (kind == EntityKind::role) {
    entity.description = text(object, "description");
    entity.max_session = std::chrono::seconds(object.at("max_session").as_int64());
  }
  if (object.contains("trust")) entity.trust = policy(object.at("trust"), PolicyKind::trust);
  return entity;
}

Holders holders(const json::array& array, EntityKind kind, const std::string& account) {
  Holders all;
  for (const json::value& value : array) {
    const json::object& object = value.as_object();
    Holder& holder = all[text(object, "name")];
    holder.entity = entity(object, kind, account);
    for (const auto& [name, document] : object.at("policies").as_object()) {
      holder.inline_policies[std::string(name)] = policy(document, PolicyKind::identity);
    }
    for (const json::value& arn : object.at("attached").as_array()) {
      holder.attached.emplace(arn.as_string());
    }
    for (const json::value& own : object.at("keys").as_array()) {
      const json::object& pair = own.as_object();
      holder.keys.push_back(
          {key(pair),
           {text(pair, "access_key"), pair.at("active").as_bool(), time(pair, "created")}});
    }
  }
  return all;
}

std::map<std::string, ManagedPolicy, std::less<>> managed(const json::array& array) {
  std::map<std::string, ManagedPolicy, std::less<>> all;
  for (const json::value& value : array) {
    const json::object& object = value.as_object();
    all[text(object, "arn")] = {.path = text(object, "path"),
                                .name = text(object, "name"),
                                .id = text(object, "id"),
                                .arn = text(object, "arn"),
                                .description = text(object, "description"),
                                .created = time(object, "created"),
                                .policy = policy(object.at("document"), PolicyKind::identity)};
  }
  return all;
}

// Who is attached to what stands with the entities alone.
void count_attachments(Account& account) {
  for (const Holders* const all : {&account.users, &account.roles}) {
    for (const auto& [name, holder] : *all) {
      for (const std::string& arn : holder.attached) ++account.policies.at(arn).attachments;
    }
  }
}

KeptSession session(const json::object& object) {
  const std::int64_t kind = object.at("kind").as_int64();
  if (kind < 0 || kind > static_cast<int>(Kind::federated_user)) {
    throw std::invalid_argument("kind of session");
  }
  Identity identity{.kind = static_cast<Kind>(kind),
                    .account = text(object, "account"),
                    .canonical_id = text(object, "canonical_id"),
                    .arn = text(object, "arn"),
                    .issuer_arn = text(object, "issuer_arn"),
                    .user_id = text(object, "user_id"),
                    .user_name = text(object, "user_name"),
                    .key = key(object.at("key").as_object()),
                    .issued = time(object, "issued"),
                    .session_token_only = object.at("session_token_only").as_bool(),
                    .policies = policies(object.at("policies").as_array())};
  if (object.contains("session_policies")) {
    identity.session_policies = policies(object.at("session_policies").as_array());
  }
  Session kept{{}, text(object, "parent_key"), time(object, "expires")};
  if (object.contains("owner")) {
    const json::object& owner = object.at("owner").as_object();
    kept.owner = {
        text(owner, "kind") == name(EntityKind::user) ? EntityKind::user : EntityKind::role,
        identity.account, text(owner, "name")};
  }
  return {std::make_shared<const Identity>(std::move(identity)), std::move(kept)};
}

Image image(const json::object& object) {
  Image image;
  image.roots = roots(object.at("roots").as_array());
  image.former_roots = roots(object.at("former_roots").as_array());
  for (const json::value& value : object.at("accounts").as_array()) {
    const json::object& one = value.as_object();
    const std::string number = text(one, "number");
    Account& account = image.accounts[number];
    account.users = holders(one.at("users").as_array(), EntityKind::user, number);
    account.roles = holders(one.at("roles").as_array(), EntityKind::role, number);
    account.policies = managed(one.at("policies").as_array());
    count_attachments(account);
  }
  for (const json::value& value : object.at("sessions").as_array()) {
    image.sessions.push_back(session(value.as_object()));
  }
  return image;
}

}  // namespace

json::object to_json(const Image& image) {
  json::array accounts, sessions;
  for (const auto& [number, account] : image.accounts) {
    accounts.push_back(account_json(number, account));
  }
  for (const KeptSession& kept : image.sessions) sessions.push_back(session_json(kept));
  return {{"roots", roots_json(image.roots)},
          {"former_roots", roots_json(image.former_roots)},
          {"accounts", std::move(accounts)},
          {"sessions", std::move(sessions)}};
}

Result<Image> image_from_json(const json::object& object) {
  try {
    return image(object);
  } catch (const std::exception& wrong) {
    return Error(Errc::InvalidArgument,
                 std::string("The identities cannot be read: ") + wrong.what());
  }
}

}  // namespace pail::access
