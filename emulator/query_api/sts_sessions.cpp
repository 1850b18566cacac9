// Temporary credentials for who has a key: AssumeRole, GetSessionToken, GetFederationToken.
#include <algorithm>

#include "emulator/access/decision.hpp"
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/permission.hpp"
#include "emulator/query_api/role_session.hpp"
#include "emulator/query_api/session_terms.hpp"

namespace pail::emulator::query_api {
namespace {

using access::Effect;
using access::Identity;
using access::Kind;

constexpr std::int64_t key_session_s_default = 43'200;
constexpr std::int64_t key_session_s_max = 129'600;
constexpr std::chrono::seconds root_session_max = std::chrono::hours(1);
constexpr std::size_t federated_name_min = 2;
constexpr std::size_t federated_name_max = 32;

constexpr std::string_view assume_action = "sts:AssumeRole";

// What a role's trust policy says about a caller. Without its account the caller is looked for by
// name only.
Effect trust(const access::Entity& role, const Identity& caller, bool by_account,
             const access::ConditionKeys& keys) {
  const access::PrincipalNames names{.account = by_account ? caller.account : std::string_view{},
                                     .arn = caller.arn,
                                     .issuer_arn = caller.issuer_arn,
                                     .canonical_id = {},
                                     .federated = {}};
  return role.trust->evaluate({names, assume_action, "", keys});
}

bool leaves_room(const Identity& caller, const access::PolicyRequest& request) {
  const bool own =
      caller.kind == Kind::root || access::evaluate(caller.policies, request) != Effect::deny;
  return own && (!caller.session_policies ||
                 access::evaluate(*caller.session_policies, request) == Effect::allow);
}

// A role that trusts a whole account leaves it to that account's policies who may; one that names
// the caller, in its own account, needs no more than that nothing forbids it.
bool may_assume(const Call& call, const RoleAsked& asked) {
  if (!asked.role) return false;
  const Identity& caller = *call.caller;
  const StsKeys keys(call);
  if (trust(*asked.role, caller, true, keys) != Effect::allow) return false;
  const bool named = asked.role->account == caller.account &&
                     trust(*asked.role, caller, false, keys) == Effect::allow;
  if (named && leaves_room(caller, {{}, assume_action, asked.arn, keys})) return true;
  return access::decide({.caller = &caller,
                         .action = assume_action,
                         .resource = asked.arn,
                         .owner = {},
                         .keys = keys})
      .has_value();
}

// Sessions of a root last an hour, whatever was asked for.
std::chrono::seconds at_most_for(const Identity& caller, std::chrono::seconds lasts) {
  return caller.kind == Kind::root ? std::min(lasts, root_session_max) : lasts;
}

}  // namespace

Result<void> assume_role(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const RoleAsked asked, role_asked(call));
  if (!may_assume(call, asked)) return not_authorized(*call.caller, assume_action, asked.arn);
  return begin_role_session(call, asked, result);
}

Result<void> get_session_token(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const auto lasts, duration(call.parameters, key_session_s_default, key_session_s_max));
  access::SessionTerms terms = terms_of(call, {}, {}, at_most_for(*call.caller, lasts));
  const wire::Time expires = terms.expires;
  PAIL_TRY(const auto credentials, call.directory.begin_session(*call.caller, std::move(terms)));
  write_credentials(credentials, expires, result);
  return wire::ok();
}

Result<void> get_federation_token(const Call& call, wire::XmlWriter& result) {
  const Identity& caller = *call.caller;
  PAIL_TRY(const std::string name,
           checked_name(call.parameters, "Name", federated_name_min, federated_name_max));
  PAIL_TRY(const auto lasts, duration(call.parameters, key_session_s_default, key_session_s_max));
  PAIL_TRY(SessionPolicies policies, session_policies(call, caller.account));
  const unsigned packed = policies.packed_percent;
  access::SessionTerms terms =
      terms_of(call, name, std::move(policies), at_most_for(caller, lasts));
  const wire::Time expires = terms.expires;
  PAIL_TRY(const auto credentials, call.directory.begin_federation(caller, std::move(terms)));
  write_credentials(credentials, expires, result);
  result.open("FederatedUser")
      .element("Arn", "arn:aws:sts::" + caller.account + ":federated-user/" + name)
      .element("FederatedUserId", caller.account + ":" + name)
      .close();
  write_packed_size(packed, result);
  return wire::ok();
}

}  // namespace pail::emulator::query_api
