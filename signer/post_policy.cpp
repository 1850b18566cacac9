#include "signer/post_policy.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;
using wire::ok;
using wire::Result;

Error denied(std::string_view why) {
  return {Errc::AccessDenied, std::string("Invalid according to Policy: ").append(why)};
}

// The documentation lists two escapes that JSON does not have, \$ and \v.
std::string with_json_escapes_only(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view pair = text.substr(at, 2);
    if (pair == "\\$") {
      out += '$';
    } else if (pair == "\\v") {
      out += "\\u000b";
    } else if (pair.front() == '\\') {
      out += pair;
    } else {
      out += pair.front();
      continue;
    }
    ++at;
  }
  return out;
}

Result<json::object> parse_object(std::string_view base64) {
  const auto text = wire::from_base64(base64);
  if (!text) return invalid_policy("Invalid JSON.");
  json::parse_options options;
  options.max_depth = wire::limits::policy_json_depth_max;
  json::error_code failure;
  json::value value = json::parse(with_json_escapes_only(*text), failure, {}, options);
  if (failure || !value.is_object()) return invalid_policy("Invalid JSON.");
  return std::move(value.get_object());
}

Result<void> refuse_unknown(const json::object& object) {
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == "expiration" || name == "conditions") continue;
    return invalid_policy("Unexpected: '" + std::string(name) + "'");
  }
  return ok();
}

// The wording for what is missing is ours: only the code is known.
Result<wire::Time> read_expiration(const json::object& object) {
  const json::value* const value = object.if_contains("expiration");
  if (value == nullptr) return invalid_policy("Policy missing expiration.");
  const std::string text =
      value->is_string() ? std::string(value->get_string()) : std::string(json::serialize(*value));
  const auto time = value->is_string() ? wire::parse_iso_extended(text) : std::nullopt;
  if (!time) return invalid_policy("Invalid 'expiration' value: '" + text + "'");
  return *time;
}

Result<std::vector<PostCondition>> read_conditions(const json::object& object) {
  const json::value* const value = object.if_contains("conditions");
  if (value == nullptr) return invalid_policy("Policy missing conditions.");
  const json::array* const list = value->if_array();
  if (list == nullptr) return invalid_policy("Invalid 'conditions' value: must be a List.");
  std::vector<PostCondition> conditions;
  for (const json::value& item : *list) {
    PAIL_TRY(PostCondition condition, PostCondition::read(item));
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

// What a form may hold without a condition.
bool needs_no_condition(std::string_view field, Scheme scheme) noexcept {
  constexpr std::array<std::string_view, 3> v2 = {"policy", "AWSAccessKeyId", "signature"};
  constexpr std::array<std::string_view, 2> v4 = {"policy", "x-amz-signature"};
  const auto named = [field](std::string_view name) { return wire::iequals(name, field); };
  if (wire::istarts_with(field, "x-ignore-")) return true;
  return scheme == Scheme::v4_post ? std::any_of(v4.begin(), v4.end(), named)
                                   : std::any_of(v2.begin(), v2.end(), named);
}

}  // namespace

Result<void> FileSizes::check(std::uint64_t bytes) const {
  if (bytes > bytes_max) {
    return Error(Errc::EntityTooLarge)
        .with("ProposedSize", std::to_string(bytes))
        .with("MaxSizeAllowed", std::to_string(bytes_max));
  }
  if (bytes < bytes_min) {
    return Error(Errc::EntityTooSmall)
        .with("ProposedSize", std::to_string(bytes))
        .with("MinSizeAllowed", std::to_string(bytes_min));
  }
  return ok();
}

Result<PostPolicy> PostPolicy::parse(std::string_view base64) {
  PAIL_TRY(const json::object object, parse_object(base64));
  PAIL_TRY(refuse_unknown(object));
  PostPolicy policy;
  PAIL_TRY(policy.expiration_, read_expiration(object));
  PAIL_TRY(policy.conditions_, read_conditions(object));
  return policy;
}

Result<void> PostPolicy::check(const PostForm& form, wire::Time now) const {
  if (std::chrono::floor<std::chrono::milliseconds>(now) > expiration_) {
    return denied("Policy expired.");
  }
  for (const PostCondition& condition : conditions_) {
    if (!holds(condition, form)) {
      return denied("Policy Condition failed: " + condition.printed);
    }
  }
  for (const wire::Header& field : form.fields) {
    if (needs_no_condition(field.name, form.scheme) || covers(field.name)) continue;
    return denied("Extra input fields: " + std::string(field.name));
  }
  return ok();
}

bool PostPolicy::holds(const PostCondition& condition, const PostForm& form) const {
  if (condition.kind == PostCondition::Kind::sizes) return true;  // FileSizes::check(), later
  if (!condition.names_field) return condition.holds_for(condition.subject);
  if (condition.is_about("bucket")) return condition.holds_for(form.bucket);
  return condition.holds_for(form.fields.find(condition.subject));
}

bool PostPolicy::covers(std::string_view field) const noexcept {
  return std::any_of(conditions_.begin(), conditions_.end(),
                     [field](const PostCondition& condition) { return condition.is_about(field); });
}

FileSizes PostPolicy::sizes() const noexcept {
  FileSizes sizes;
  for (const PostCondition& condition : conditions_) {
    if (condition.kind != PostCondition::Kind::sizes) continue;
    sizes.bytes_min = std::max(sizes.bytes_min, condition.bytes_min);
    sizes.bytes_max = std::min(sizes.bytes_max, condition.bytes_max);
  }
  return sizes;
}

}  // namespace pail::signer
