#include "emulator/query_api/permission.hpp"

#include <string>

#include "emulator/access/decision.hpp"
#include "emulator/query_api/names.hpp"

namespace pail::emulator::query_api {
namespace {

using access::Kind;
using wire::Errc;
using wire::Error;

// Asked of anybody with a key that is good.
bool is_open(const Action& action) noexcept {
  return action.name == "GetCallerIdentity";
}

// operations.md §5: what temporary keys are kept from, whatever their policies say.
Result<void> check_session(const Call& call) {
  const access::Identity& caller = *call.caller;
  const bool makes_sessions =
      call.action.name == "GetSessionToken" || call.action.name == "GetFederationToken";
  const bool assumes = call.action.name == "AssumeRole";
  const bool shut_out =
      caller.kind == Kind::federated_user || (caller.session_token_only && !assumes);
  if (!shut_out && !(caller.temporary() && makes_sessions)) return wire::ok();
  if (&call.action.service == &iam) return Errc::InvalidClientTokenId;
  return Error(Errc::AccessDenied,
               "Cannot call " + std::string(call.action.name) + " with session credentials");
}

Result<std::string> resource_of(const Call& call) {
  const std::string& account = call.caller->account;
  switch (call.action.on) {
    case Action::On::user:
      return user_arn(call);
    case Action::On::role:
      return role_arn(call);
    case Action::On::policy: {
      PAIL_TRY(const std::string_view arn, call.parameters.required("PolicyArn"));
      return std::string(arn);
    }
    case Action::On::new_policy:
      return new_policy_arn(call);
    case Action::On::federated_user:
      return "arn:aws:sts::" + account + ":federated-user/" +
             std::string(call.parameters.find("Name").value_or(""));
    case Action::On::nothing:
    case Action::On::everything:
      break;
  }
  return std::string("*");
}

}  // namespace

Error not_authorized(const access::Identity& caller, std::string_view action,
                     std::string_view resource) {
  std::string message = "User: ";
  message.append(caller.arn)
      .append(" is not authorized to perform: ")
      .append(action)
      .append(" on resource: ")
      .append(resource);
  return {Errc::AccessDenied, message};
}

Result<void> may_call(const Call& call) {
  if (is_open(call.action)) return wire::ok();
  PAIL_TRY(check_session(call));
  if (call.action.on == Action::On::nothing) return wire::ok();
  PAIL_TRY(const std::string resource, resource_of(call));
  const std::string action =
      std::string(call.action.service.name) + ":" + std::string(call.action.name);
  const auto decided = access::decide({.caller = call.caller,
                                       .action = action,
                                       .resource = resource,
                                       .owner = call.caller->canonical_id,
                                       .keys = call.keys});
  if (decided) return wire::ok();
  return not_authorized(*call.caller, action, resource);
}

}  // namespace pail::emulator::query_api
