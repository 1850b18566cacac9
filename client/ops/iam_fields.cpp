#include "client/ops/iam_fields.hpp"

namespace pail::client::ops {

Parameters list_parameters(const IamList& list) {
  Parameters parameters;
  add_parameter(parameters, "PathPrefix", list.path_prefix);
  add_parameter(parameters, "Marker", list.marker);
  if (list.items_max > 0) add_parameter(parameters, "MaxItems", std::to_string(list.items_max));
  return parameters;
}

void read_policy_document(Reader& way, std::string_view element, std::string& document) {
  way.text(element, document);
  if (auto decoded = wire::percent_decode(document)) document = std::move(*decoded);
}

void fields(Reader& way, std::string& name) {
  way.own_text(name);
}

void fields(Reader& way, AttachedPolicy& policy) {
  way.text("PolicyName", policy.name);
  way.text("PolicyArn", policy.arn);
}

void fields(Reader& way, IamPage<std::string>& page) {
  read_page(way, "PolicyNames", page);
}

void fields(Reader& way, IamPage<AttachedPolicy>& page) {
  read_page(way, "AttachedPolicies", page);
}

struct InlinePolicy {
  std::string document;
};

void fields(Reader& way, InlinePolicy& policy) {
  read_policy_document(way, "PolicyDocument", policy.document);
}

Result<std::string> read_policy_text(const Answer& answer) {
  PAIL_TRY(InlinePolicy policy, read_query_result<InlinePolicy>(answer));
  return std::move(policy.document);
}

}  // namespace pail::client::ops
