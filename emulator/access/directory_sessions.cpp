// Temporary credentials: made, renewed when policies change, ended, forgotten.
#include <mutex>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Error;

// Ours: as long as many of the real ones, and Base64 digits that need escaping in a URL are among
// them.
constexpr std::size_t token_characters = 256;

std::shared_ptr<const Policy> allow_everything() {
  return Policy::parse(R"({"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})",
                       PolicyKind::identity)
      .value();
}

}  // namespace

Identity Directory::identity_of(const Holder& user, std::shared_ptr<const signer::Key> key) const {
  const Identity& root = root_of(user.entity.account);
  Identity identity;
  identity.kind = Kind::user;
  identity.account = root.account;
  identity.canonical_id = root.canonical_id;
  identity.arn = user.entity.arn;
  identity.user_id = user.entity.id;
  identity.user_name = user.entity.name;
  identity.key = std::move(key);
  identity.policies = policies_of(user);
  return identity;
}

wire::Result<Session> Directory::session_under(const Identity& caller, wire::Time expires,
                                               Policies& policies) const {
  Session session{{}, std::string(caller.key->access_key()), expires};
  if (caller.kind != Kind::user) return session;
  if (keys_.count(session.parent_key) == 0) {
    return Error(Errc::NoSuchEntity,
                 "The Access Key with id " + session.parent_key + " cannot be found.");
  }
  session.owner = EntityName{EntityKind::user, caller.account, caller.user_name};
  PAIL_TRY(const Holder* const user, holder(*session.owner));
  policies = policies_of(*user);
  return session;
}

wire::Result<signer::Credentials> Directory::begin_session(const Identity& caller,
                                                           SessionTerms terms) {
  const std::unique_lock lock(mutex_);
  Identity identity = caller;
  identity.issuer_arn = caller.arn;
  identity.session_token_only = true;
  PAIL_TRY(Session session, session_under(caller, terms.expires, identity.policies));
  return add_session(std::move(identity), std::move(session), std::move(terms));
}

wire::Result<signer::Credentials> Directory::begin_federation(const Identity& caller,
                                                              SessionTerms terms) {
  const std::unique_lock lock(mutex_);
  Identity identity;
  identity.kind = Kind::federated_user;
  identity.account = caller.account;
  identity.canonical_id = caller.canonical_id;
  identity.arn = "arn:aws:sts::" + caller.account + ":federated-user/" + terms.name;
  identity.issuer_arn = caller.arn;
  identity.user_id = caller.account + ":" + terms.name;
  identity.policies = {everything()};
  PAIL_TRY(Session session, session_under(caller, terms.expires, identity.policies));
  return add_session(std::move(identity), std::move(session), std::move(terms));
}

const std::shared_ptr<const Policy>& Directory::everything() {
  if (!everything_) everything_ = allow_everything();
  return everything_;
}

wire::Result<signer::Credentials> Directory::assume(const EntityName& role, SessionTerms terms) {
  const std::unique_lock lock(mutex_);
  PAIL_TRY(const Holder* const found, holder(role));
  const Identity& root = root_of(role.account);
  Identity identity;
  identity.kind = Kind::assumed_role;
  identity.account = root.account;
  identity.canonical_id = root.canonical_id;
  identity.arn = "arn:aws:sts::" + root.account + ":assumed-role/" + role.name + "/" + terms.name;
  identity.issuer_arn = found->entity.arn;
  identity.user_id = found->entity.id + ":" + terms.name;
  identity.policies = policies_of(*found);
  Session session{role, {}, terms.expires};
  return add_session(std::move(identity), std::move(session), std::move(terms));
}

wire::Result<signer::Credentials> Directory::add_session(Identity identity, Session session,
                                                         SessionTerms terms) {
  forget_expired(terms.issued - quotas::expired_sessions_kept);
  if (sessions_.size() >= quotas::sessions) forget_expired(terms.issued);
  if (sessions_.size() >= quotas::sessions) {
    return Error(Errc::LimitExceeded,
                 "Cannot exceed quota for live sessions: " + std::to_string(quotas::sessions));
  }
  signer::Credentials pair = draw_pair("ASIA");
  pair.session_token = wire::random_text(*random_, wire::base64_alphabet, token_characters);
  identity.key = std::make_shared<const signer::Key>(pair, terms.expires);
  identity.issued = terms.issued;
  identity.session_policies = std::move(terms.policies);
  if (session.owner) {
    PAIL_TRY(Holder* const owner, holder(*session.owner));
    owner->sessions.insert(pair.access_key);
  }
  by_expiry_.emplace(session.expires, pair.access_key);
  sessions_.insert_or_assign(pair.access_key, std::move(session));
  keys_.insert_or_assign(pair.access_key, std::make_shared<const Identity>(std::move(identity)));
  return pair;
}

bool Directory::revoke(std::string_view access_key) {
  const std::unique_lock lock(mutex_);
  if (sessions_.find(access_key) == sessions_.end()) return false;
  end_session(std::string(access_key));
  changed();
  return true;
}

void Directory::end_session(std::string_view access_key) {
  const auto found = sessions_.find(access_key);
  const Session& session = found->second;
  if (session.owner) {
    auto& sessions = holder(*session.owner).value()->sessions;
    sessions.erase(sessions.find(access_key));
  }
  by_expiry_.erase({session.expires, found->first});
  release(access_key);
  keys_.erase(keys_.find(access_key));
  sessions_.erase(found);
}

void Directory::forget_expired(wire::Time before) {
  while (!by_expiry_.empty() && by_expiry_.begin()->first < before) {
    const std::string access_key = by_expiry_.begin()->second;
    end_session(access_key);
  }
}

}  // namespace pail::access
