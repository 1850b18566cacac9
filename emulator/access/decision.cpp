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

// What the caller's own policies say. A root needs none.
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
  if (!limited_by_policies(caller)) return wire::ok();
  const PolicyRequest request{names_of(*caller), question.action, question.resource, question.keys};
  // Both have to allow, so that a Deny in either is a denial too.
  const bool allowed = own_effect(*caller, request) == Effect::allow &&
                       session_effect(*caller, request) == Effect::allow;
  if (!allowed) return Errc::AccessDenied;
  return wire::ok();
}

}  // namespace pail::access
