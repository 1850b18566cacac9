// Whom a key stands for, and what limits it. A value made by the Directory and never changed
// after: when a policy changes, the Directory hands out a new one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "emulator/access/policy.hpp"
#include "signer/credentials.hpp"
#include "wire/clock.hpp"

namespace pail::access {

enum class Kind : std::uint8_t { root, user, assumed_role, federated_user };

struct Identity {
  Kind kind = Kind::root;
  std::string account;       // 12 digits
  std::string canonical_id;  // 64 hex digits: <Owner><ID>; the account's
  // arn:aws:iam::123456789012:root, :user/name, arn:aws:sts::123456789012:assumed-role/role/session
  std::string arn;
  std::string issuer_arn = {};  // of a session: the role's, user's or root's arn
  // Unique id, as GetCallerIdentity's UserId and aws:userid have it: the account of a root,
  // "AIDA…", "AROA…:session", "123456789012:name".
  std::string user_id;
  std::string user_name = {};  // of a user: aws:username
  std::shared_ptr<const signer::Key> key;

  // Temporary credentials: when they were issued; nullopt for long-term keys.
  std::optional<wire::Time> issued = {};
  // From GetSessionToken: may not call IAM, nor STS but for AssumeRole and GetCallerIdentity.
  bool session_token_only = false;

  // What the user's or role's policies say; empty for a root, which may do everything with what
  // its account owns.
  Policies policies = {};
  // nullopt: no session policy was handed in. A federated user without one may do nothing.
  std::optional<Policies> session_policies = {};

  bool temporary() const noexcept { return issued.has_value(); }
};

}  // namespace pail::access
