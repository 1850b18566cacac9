#include "emulator/access/decision.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Result;

PrincipalNames names_of(const Identity& caller) noexcept {
  return {.account = caller.account,
          .arn = caller.arn,
          .issuer_arn = caller.issuer_arn,
          .canonical_id = caller.canonical_id,
          .federated = {}};
}

// A root needs no policy.
Effect own_effect(const Identity& caller, const PolicyRequest& request) {
  return caller.kind == Kind::root ? Effect::allow : evaluate(caller.policies, request);
}

// What the session lets through. Without a session policy that is everything, but for a federated
// user, whose session has nothing beside it.
Effect session_effect(const Identity& caller, const PolicyRequest& request) {
  if (caller.session_policies) return evaluate(*caller.session_policies, request);
  return caller.kind == Kind::federated_user ? Effect::none : Effect::allow;
}

}  // namespace

Result<void> decide(const Question& question) {
  const Identity* const caller = question.caller;
  if (caller == nullptr && question.action == "s3:CreateBucket") {
    return wire::Error(Errc::AccessDenied,
                       "Anonymous users cannot invoke this API. Please authenticate.");
  }
  if (caller == nullptr) return Errc::AccessDenied;
  if (!question.owner.empty() && question.owner != caller->canonical_id) return Errc::AccessDenied;
  if (own_policies(question) != Effect::allow) return Errc::AccessDenied;
  return wire::ok();
}

Effect own_policies(const Question& question) {
  const Identity* const caller = question.caller;
  if (caller == nullptr) return Effect::none;
  if (!limited_by_policies(caller)) return Effect::allow;
  const PolicyRequest request{names_of(*caller), question.action, question.resource, question.keys};
  if (session_effect(*caller, request) != Effect::allow) return Effect::deny;
  return own_effect(*caller, request);
}

}  // namespace pail::access
