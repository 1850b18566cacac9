#include "emulator/documents/lifecycle_rules.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "emulator/invalid_argument.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::uint32_t infrequent_access_days_min = 30;  // S3

Error invalid_request(const std::string& message) {
  return {Errc::InvalidRequest, message};
}

// How S3 names a rule's filter in messages.
std::string filter_text(const LifecycleRule& rule) {
  return "filter '(prefix=" + rule.filter.prefix.value_or("") + ")'";
}

bool has_action(const LifecycleRule& rule) noexcept {
  return rule.expiration || !rule.transitions.empty() || rule.noncurrent_expiration ||
         !rule.noncurrent_transitions.empty() || rule.abort_after_days;
}

bool is_old_form(const LifecycleRule& rule) noexcept {
  return rule.filter.form == LifecycleFilter::Form::prefix;
}

bool keeps_newer_versions(const LifecycleRule& rule) noexcept {
  return (rule.noncurrent_expiration && rule.noncurrent_expiration->newer_versions) ||
         std::any_of(rule.noncurrent_transitions.begin(), rule.noncurrent_transitions.end(),
                     [](const auto& transition) { return transition.newer_versions.has_value(); });
}

// The first rule says which form the configuration has.
Result<void> check_form(const LifecycleRule& rule, bool old_form) {
  if (is_old_form(rule) && !old_form) {
    return invalid_request(
        "Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the "
        "Filter.");
  }
  if (!is_old_form(rule) && old_form) {
    return invalid_request("Filter element can only be used in Lifecycle V2.");
  }
  if (old_form && keeps_newer_versions(rule)) {
    return invalid_request("NewerNoncurrentVersions element can only be used in Lifecycle V2.");
  }
  return wire::ok();
}

// Delete markers and uploads have neither tags nor a size.
Result<void> check_unfiltered(const LifecycleRule& rule, std::string_view action) {
  const bool sized = rule.filter.size_greater_than || rule.filter.size_less_than;
  if (rule.filter.tags.empty() && !sized) return wire::ok();
  const std::string_view what = sized ? "Object Size" : "Tags";
  return invalid_request(
      std::string(action).append(" cannot be specified with ").append(what).append("."));
}

Result<void> check_filter(const LifecycleRule& rule) {
  if (rule.abort_after_days) {
    PAIL_TRY(check_unfiltered(rule, "AbortIncompleteMultipartUpload"));
  }
  if (rule.expiration && rule.expiration->expired_object_delete_marker) {
    PAIL_TRY(check_unfiltered(rule, "ExpiredObjectDeleteMarker"));
  }
  return wire::ok();
}

Result<void> check_class(std::set<std::string_view>& seen, std::string_view storage_class,
                         std::string_view action, const LifecycleRule& rule) {
  if (seen.insert(storage_class).second) return wire::ok();
  return invalid_request("'StorageClass' must be different for '" + std::string(action) +
                         "' actions in same 'Rule' with " + filter_text(rule));
}

Result<void> check_days(std::string_view element, std::uint32_t days, std::string_view action,
                        std::string_view storage_class) {
  const bool infrequent = storage_class == "STANDARD_IA" || storage_class == "ONEZONE_IA";
  if (!infrequent || days >= infrequent_access_days_min) return wire::ok();
  const std::string message = "'" + std::string(element) + "' in " + std::string(action) +
                              " action must be greater than or equal to 30 for storageClass '" +
                              std::string(storage_class) + "'";
  return invalid_argument(message, element, std::to_string(days));
}

Error too_early(std::string_view element, std::string_view expiration, std::string_view transition,
                const LifecycleRule& rule) {
  const std::string name = "'" + std::string(element) + "' in the ";
  return invalid_argument(name + std::string(expiration) + " action for " + filter_text(rule) +
                              " must be greater than " + name + std::string(transition) + " action",
                          element);
}

Result<void> check_before_expiration(const LifecycleTransition& transition,
                                     const LifecycleRule& rule) {
  const LifecycleWhen end = rule.expiration ? rule.expiration->when : LifecycleWhen{};
  if (end.days && transition.when.days && *end.days <= *transition.when.days) {
    return too_early("Days", "Expiration", "Transition", rule);
  }
  if (end.date && transition.when.date && *end.date <= *transition.when.date) {
    return too_early("Date", "Expiration", "Transition", rule);
  }
  return wire::ok();
}

Result<void> check_one_kind_of_time(const LifecycleRule& rule) {
  bool by_days = rule.expiration && rule.expiration->when.days;
  bool by_date = rule.expiration && rule.expiration->when.date;
  for (const LifecycleTransition& transition : rule.transitions) {
    by_days = by_days || transition.when.days;
    by_date = by_date || transition.when.date;
  }
  if (!by_days || !by_date) return wire::ok();
  return invalid_request(
      "Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule "
      "for " +
      filter_text(rule));
}

Result<void> check_transitions(const LifecycleRule& rule) {
  PAIL_TRY(check_one_kind_of_time(rule));
  std::set<std::string_view> classes;
  for (const LifecycleTransition& each : rule.transitions) {
    PAIL_TRY(check_class(classes, each.storage_class, "Transition", rule));
    if (each.when.days) {
      PAIL_TRY(check_days("Days", *each.when.days, "Transition", each.storage_class));
    }
    PAIL_TRY(check_before_expiration(each, rule));
  }
  return wire::ok();
}

Result<void> check_noncurrent_transitions(const LifecycleRule& rule) {
  constexpr std::string_view action = "NoncurrentVersionTransition";
  std::set<std::string_view> classes;
  for (const NoncurrentTransition& each : rule.noncurrent_transitions) {
    PAIL_TRY(check_class(classes, each.storage_class, action, rule));
    PAIL_TRY(check_days("NoncurrentDays", each.days, action, each.storage_class));
    if (rule.noncurrent_expiration && rule.noncurrent_expiration->days <= each.days) {
      return too_early("NoncurrentDays", "NoncurrentVersionExpiration", action, rule);
    }
  }
  return wire::ok();
}

Result<void> check_rule(const LifecycleRule& rule, bool old_form) {
  PAIL_TRY(check_form(rule, old_form));
  if (!has_action(rule)) {
    return invalid_request("At least one action needs to be specified in a rule");
  }
  PAIL_TRY(check_filter(rule));
  PAIL_TRY(check_transitions(rule));
  return check_noncurrent_transitions(rule);
}

// 8-4-4-4-12 hex digits, of version 4 and the usual variant.
std::string uuid_of(std::string_view text) {
  std::string hex = wire::to_hex(wire::sha256(wire::as_bytes(text))).substr(0, 32);
  hex[12] = '4';
  hex[16] = 'a';
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) hex.insert(dash, "-");
  return hex;
}

}  // namespace

Result<void> check_lifecycle_rules(const std::vector<LifecycleRule>& rules) {
  std::set<std::string_view> ids;
  for (const LifecycleRule& rule : rules) {
    PAIL_TRY(check_rule(rule, is_old_form(rules.front())));
    if (!rule.id.empty() && !ids.insert(rule.id).second) {
      return invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID",
                              rule.id);
    }
  }
  return wire::ok();
}

void name_lifecycle_rules(std::vector<LifecycleRule>& rules) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].id.empty()) continue;
    const std::string rule = std::to_string(i) + lifecycle_document({rules[i]});
    rules[i].id = wire::to_base64(wire::as_bytes(uuid_of(rule)));
  }
}

}  // namespace pail::emulator::documents
