// Policies with an arn of their own. Each has one version, "v1": new ones replace none.
#include "emulator/query_api/actions.hpp"
#include "emulator/query_api/names.hpp"
#include "emulator/query_api/paging.hpp"
#include "emulator/query_api/policies.hpp"
#include "wire/date.hpp"

namespace pail::emulator::query_api {
namespace {

using access::ManagedPolicy;
using wire::Errc;
using wire::Error;

constexpr std::string_view only_version = "v1";

void write_policy(const ManagedPolicy& policy, wire::XmlWriter& xml) {
  const std::string created = wire::format_iso_extended(policy.created);
  xml.element("PolicyName", policy.name)
      .element("PolicyId", policy.id)
      .element("Arn", policy.arn)
      .element("Path", policy.path)
      .element("DefaultVersionId", only_version)
      .element("AttachmentCount", std::uint64_t{policy.attachments})
      .element("PermissionsBoundaryUsageCount", std::uint64_t{0})
      .element("IsAttachable", true);
  if (!policy.description.empty()) xml.element("Description", policy.description);
  xml.element("CreateDate", created).element("UpdateDate", created);
}

Result<ManagedPolicy> policy_of(const Call& call) {
  PAIL_TRY(const std::string_view arn, call.parameters.required("PolicyArn"));
  return call.directory.managed(call.caller->account, arn);
}

// Scope=AWS asks for the ones that come with the service, and Pail has none.
bool is_asked_for(const Parameters& parameters, const ManagedPolicy& policy) {
  return parameters.find("Scope") != "AWS" &&
         (parameters.find("OnlyAttached") != "true" || policy.attachments > 0) &&
         parameters.find("PolicyUsageFilter") != "PermissionsBoundary" &&
         policy.path.starts_with(parameters.find("PathPrefix").value_or("/"));
}

}  // namespace

Result<void> create_policy(const Call& call, wire::XmlWriter& result) {
  ManagedPolicy policy;
  PAIL_TRY(policy.name, checked_name(call.parameters, "PolicyName", 1, policy_name_max));
  PAIL_TRY(policy.path, checked_path(call.parameters));
  PAIL_TRY(policy.description, checked_description(call.parameters));
  policy.created = call.now;
  PAIL_TRY(policy.policy,
           policy_document(call.parameters, "PolicyDocument", access::PolicyKind::identity));
  PAIL_TRY(const ManagedPolicy made,
           call.directory.create_managed(call.caller->account, std::move(policy)));
  result.open("Policy");
  write_policy(made, result);
  result.close();
  return wire::ok();
}

Result<void> get_policy(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const ManagedPolicy policy, policy_of(call));
  result.open("Policy");
  write_policy(policy, result);
  result.close();
  return wire::ok();
}

Result<void> get_policy_version(const Call& call, wire::XmlWriter& result) {
  PAIL_TRY(const ManagedPolicy policy, policy_of(call));
  PAIL_TRY(const std::string_view version, call.parameters.required("VersionId"));
  if (version != only_version) {
    return Error(Errc::NoSuchEntity, "Policy " + policy.arn + " version " + std::string(version) +
                                         " does not exist or is not attachable.");
  }
  result.open("PolicyVersion")
      .element("Document", encoded_document(*policy.policy))
      .element("VersionId", only_version)
      .element("IsDefaultVersion", true)
      .element("CreateDate", wire::format_iso_extended(policy.created))
      .close();
  return wire::ok();
}

Result<void> list_policies(const Call& call, wire::XmlWriter& result) {
  auto policies = call.directory.managed_policies(call.caller->account);
  std::erase_if(policies, [&](const ManagedPolicy& policy) {
    return !is_asked_for(call.parameters, policy);
  });
  return write_page(
      call.parameters, "Policies", policies, [](const ManagedPolicy& policy) { return policy.arn; },
      write_policy, result);
}

Result<void> delete_policy(const Call& call, wire::XmlWriter&) {
  PAIL_TRY(const std::string_view arn, call.parameters.required("PolicyArn"));
  return call.directory.remove_managed(call.caller->account, arn);
}

}  // namespace pail::emulator::query_api
