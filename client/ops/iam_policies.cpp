// Managed policies.
#include "client/ops/iam_fields.hpp"

namespace pail::client::ops {

void fields(Reader& way, IamPolicy& policy) {
  way.text("PolicyName", policy.name);
  way.text("Path", policy.path);
  way.text("PolicyId", policy.id);
  way.text("Arn", policy.arn);
  way.time("CreateDate", policy.created);
  way.text("DefaultVersionId", policy.default_version);
  way.text("Description", policy.description);
  way.number("AttachmentCount", policy.attachments);
}

void fields(Reader& way, One<IamPolicy>& policy) {
  way.one("Policy", policy.value);
}

void fields(Reader& way, IamPage<IamPolicy>& page) {
  read_page(way, "Policies", page);
}

struct PolicyVersion {
  std::string document;
};

void fields(Reader& way, PolicyVersion& version) {
  way.inside("PolicyVersion",
             [&](Reader& element) { read_policy_document(element, "Document", version.document); });
}

namespace {

Result<std::string> read_version(const Answer& answer) {
  PAIL_TRY(PolicyVersion version, read_query_result<PolicyVersion>(answer));
  return std::move(version.document);
}

}  // namespace

Operation<IamPolicy> create_policy(std::string_view policy, std::string_view document,
                                   const PolicyOptions& options) {
  Parameters parameters = {{"PolicyName", std::string(policy)},
                           {"PolicyDocument", std::string(document)}};
  add_parameter(parameters, "Path", options.path);
  add_parameter(parameters, "Description", options.description);
  return query_operation<IamPolicy>(iam, "CreatePolicy", parameters, read_one<IamPolicy>);
}

Operation<IamPolicy> get_policy(std::string_view policy_arn) {
  return query_operation<IamPolicy>(iam, "GetPolicy", {{"PolicyArn", std::string(policy_arn)}},
                                    read_one<IamPolicy>);
}

Operation<std::string> get_policy_version(std::string_view policy_arn, std::string_view version) {
  return query_operation<std::string>(
      iam, "GetPolicyVersion",
      {{"PolicyArn", std::string(policy_arn)}, {"VersionId", std::string(version)}}, read_version);
}

Operation<IamPage<IamPolicy>> list_policies(const IamList& list) {
  Parameters parameters = list_parameters(list);
  add_parameter(parameters, "Scope", "Local");
  return query_operation<IamPage<IamPolicy>>(iam, "ListPolicies", parameters);
}

Operation<void> delete_policy(std::string_view policy_arn) {
  return iam_action("DeletePolicy", {{"PolicyArn", std::string(policy_arn)}});
}

}  // namespace pail::client::ops
