// Who am I, and whose key is this.
#include "emulator/query_api/actions.hpp"

namespace pail::emulator::query_api {

Result<void> get_caller_identity(const Call& call, wire::XmlWriter& result) {
  result.element("Arn", call.caller->arn)
      .element("UserId", call.caller->user_id)
      .element("Account", call.caller->account);
  return wire::ok();
}

Result<void> get_access_key_info(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const std::string_view access_key, call.parameters.required("AccessKeyId"));
  const std::string account = call.directory.account_of(access_key);
  if (account.empty()) {
    return wire::Error(wire::Errc::ValidationError,
                       "Access key " + std::string(access_key) + " is not known here.");
  }
  result.element("Account", account);
  return wire::ok();
}

}  // namespace pail::emulator::query_api
