#include "emulator/query_api/dispatch.hpp"

#include <array>
#include <string>

#include "emulator/query_api/document.hpp"
#include "emulator/query_api/permission.hpp"

namespace pail::emulator::query_api {
namespace {

using wire::Errc;
using wire::Error;

// Each would change who may do what: to pass one over would be to lie.
constexpr std::array<std::string_view, 7> parameters_not_built = {
    "PermissionsBoundary", "Tags",      "TransitiveTagKeys", "SourceIdentity",
    "ProvidedContexts",    "TokenCode", "SerialNumber"};

Result<void> refuse_unbuilt(const Call& call) {
  for (const std::string_view name : parameters_not_built) {
    if (!call.parameters.has_any(name)) continue;
    return Error(Errc::NotImplemented, "Pail does not implement the parameter " +
                                           std::string(name) + " of " +
                                           std::string(call.action.name) + ".");
  }
  return wire::ok();
}

Error no_such_action(std::string_view action, std::string_view version) {
  std::string message = "Could not find operation ";
  message.append(action).append(" for version ").append(version);
  return {Errc::InvalidAction, message};
}

}  // namespace

const Service& service_meant(const Parameters& parameters) noexcept {
  return is_known(iam, parameters.find("Action").value_or("")) ? iam : sts;
}

Result<const Action*> chosen_action(const Service& service, const Parameters& parameters) {
  const auto name = parameters.find("Action");
  const std::string_view version = parameters.find("Version").value_or("NO_VERSION_SPECIFIED");
  if (!name) return Error(Errc::InvalidAction, "Missing Action");
  if (version != service.version || !is_known(service, *name)) {
    return no_such_action(*name, version);
  }
  if (const Action* const action = find_action(service, *name)) return action;
  return Error(Errc::NotImplemented, "Pail does not implement " + std::string(*name) + ".");
}

Result<net::Reply> answer(const Call& call, std::string_view uuid) {
  if (call.action.is_signed) {
    if (call.caller == nullptr) {
      return Error(Errc::MissingAuthenticationToken, "Request is missing Authentication Token");
    }
    PAIL_TRY(may_call(call));
  }
  PAIL_TRY(refuse_unbuilt(call));
  const std::string name(call.action.name);
  wire::XmlWriter xml;
  xml.open(name + "Response", call.action.service.xmlns);
  if (call.action.has_result) xml.open(name + "Result");
  PAIL_TRY(call.action.run(call, xml));
  if (call.action.has_result) xml.close();
  xml.open("ResponseMetadata").element("RequestId", uuid).close().close();
  return document_reply(xml.take());
}

}  // namespace pail::emulator::query_api
