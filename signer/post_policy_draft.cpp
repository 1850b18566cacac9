#include "signer/post_policy_draft.hpp"

#include <boost/json/parse.hpp>
#include <chrono>

#include "signer/post_policy_condition.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

std::string exact_condition(std::string_view name, std::string_view value) {
  return "{" + json_quoted(name) + ": " + json_quoted(value) + "}";
}

std::string prefix_condition(std::string_view name, std::string_view prefix) {
  return "[\"starts-with\", " + json_quoted(std::string("$").append(name)) + ", " +
         json_quoted(prefix) + "]";
}

std::string base64_of(std::string_view text) {
  return wire::to_base64(wire::as_bytes(text));
}

}  // namespace

PostPolicyDraft::PostPolicyDraft(std::string_view bucket, wire::Time expiration)
    : expiration_(expiration), conditions_{exact_condition("bucket", bucket)} {}

PostPolicyDraft::PostPolicyDraft(const UploadTerms& terms, wire::Time expiration)
    : PostPolicyDraft(terms.bucket, expiration) {
  if (terms.key_is_prefix) {
    add_key_prefix(terms.key);
  } else {
    add_field("key", terms.key);
  }
  if (terms.content_type) add_field("Content-Type", *terms.content_type);
  if (!terms.success_status.empty()) add_field("success_action_status", terms.success_status);
  if (!terms.redirect.empty()) add_field("success_action_redirect", terms.redirect);
  if (terms.sizes) add_sizes(terms.sizes->bytes_min, terms.sizes->bytes_max);
}

void PostPolicyDraft::add_field(std::string_view name, std::string_view value) {
  conditions_.push_back(exact_condition(name, value));
  fields_.push_back({std::string(name), std::string(value)});
}

void PostPolicyDraft::add_key_prefix(std::string_view prefix) {
  add_starts_with("key", prefix);
  fields_.push_back({"key", std::string(prefix).append("${filename}")});
}

void PostPolicyDraft::add_starts_with(std::string_view name, std::string_view prefix) {
  conditions_.push_back(prefix_condition(name, prefix));
}

void PostPolicyDraft::add_sizes(std::uint64_t bytes_min, std::uint64_t bytes_max) {
  conditions_.push_back("[\"content-length-range\", " + std::to_string(bytes_min) + ", " +
                        std::to_string(bytes_max) + "]");
}

wire::Result<void> PostPolicyDraft::add_condition(std::string_view json) {
  boost::json::parse_options options;
  options.max_depth = wire::limits::policy_json_depth_max;
  boost::json::error_code failure;
  const boost::json::value value =
      boost::json::parse({json.data(), json.size()}, failure, {}, options);
  if (failure) return invalid_policy("Invalid JSON.");
  PAIL_TRY(PostCondition condition, PostCondition::read(value));
  const bool is_field = condition.kind == PostCondition::Kind::equals && condition.names_field &&
                        !condition.is_about("bucket");
  conditions_.push_back(std::move(condition.printed));
  if (is_field) fields_.push_back({std::move(condition.subject), std::move(condition.value)});
  return wire::ok();
}

std::string PostPolicyDraft::json() const {
  std::string out = "{\"expiration\": " + json_quoted(wire::format_iso_extended(expiration_)) +
                    ", \"conditions\": [";
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    if (i > 0) out += ", ";
    out += conditions_[i];
  }
  return out + "]}";
}

void PostPolicyDraft::add_token(const Key& key) {
  if (!key.session_token().empty()) add_field("x-amz-security-token", key.session_token());
}

std::vector<wire::NamedText> PostPolicyDraft::sign_v2(const Key& key) const {
  PostPolicyDraft complete = *this;
  complete.add_token(key);
  const std::string policy = base64_of(complete.json());
  std::vector<wire::NamedText> fields = std::move(complete.fields_);
  fields.push_back({"AWSAccessKeyId", std::string(key.access_key())});
  fields.push_back({"policy", policy});
  fields.push_back({"signature", key.sign_v2(policy)});
  return fields;
}

std::vector<wire::NamedText> PostPolicyDraft::sign_v4(const Key& key, std::string_view region,
                                                      wire::Time now) const {
  const v4::Scope scope{wire::format_iso_day(now), std::string(region)};
  PostPolicyDraft complete = *this;
  complete.add_field("x-amz-algorithm", v4::algorithm);
  complete.add_field("x-amz-credential", std::string(key.access_key()) + "/" + scope.text());
  complete.add_field("x-amz-date", wire::format_iso_basic(now));
  complete.add_token(key);
  const std::string policy = base64_of(complete.json());
  std::vector<wire::NamedText> fields = std::move(complete.fields_);
  fields.push_back({"policy", policy});
  fields.push_back({"x-amz-signature", key.sign_v4(policy, scope.day, region, scope.service)});
  return fields;
}

}  // namespace pail::signer
