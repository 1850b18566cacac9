// All that a Directory knows, as a value: for keeping it, and for making another Directory of it.
// image_json.hpp has its text.
//
// Policies, keys and identities are shared, never copied: an image of a directory costs what its
// maps cost.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/entities.hpp"
#include "emulator/access/identity.hpp"
#include "signer/credentials.hpp"

namespace pail::access {

// The root of an account.
struct Root {
  std::shared_ptr<const signer::Key> key;  // null: a Directory draws it
  std::string account = {};                // 12 digits; "": both derived from the key
  std::string canonical_id = {};           // 64 hex digits
};

// With account number and canonical id derived from the access key, so that they are the same from
// run to run.
Root derived_root(std::shared_ptr<const signer::Key> key);

// A user's own.
struct OwnKey {
  std::shared_ptr<const signer::Key> key;  // null: a Directory draws it
  AccessKey record;
};

// A user or role, and what hangs on it.
struct Holder {
  Entity entity;
  std::map<std::string, std::shared_ptr<const Policy>, std::less<>> inline_policies;
  std::set<std::string, std::less<>> attached;  // arns
  std::vector<OwnKey> keys;
  std::set<std::string, std::less<>> sessions;  // access keys
};
using Holders = std::map<std::string, Holder, std::less<>>;

struct Account {
  Holders users, roles;
  std::map<std::string, ManagedPolicy, std::less<>> policies;  // by arn

  // Whether a user of it has that access key, active or not.
  bool has_key(std::string_view access_key) const;
};

struct Session {
  std::optional<EntityName> owner;  // nullopt: a root's
  std::string parent_key;           // it ends with that; "" for a role's
  wire::Time expires;
};

struct KeptSession {
  std::shared_ptr<const Identity> identity;
  Session session;
};

struct Image {
  std::vector<Root> roots;
  // Roots that do not sign any more, though their accounts may come back: those of a command line
  // that has changed.
  std::vector<Root> former_roots = {};
  // By number; an account that is none of the roots' is only carried along.
  std::map<std::string, Account, std::less<>> accounts = {};
  std::vector<KeptSession> sessions = {};
};

}  // namespace pail::access
