// parse_lifecycle(): each element by itself. What elements have to do with each other is
// lifecycle_rules.cpp's.
#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include "emulator/documents/configuration.hpp"
#include "emulator/documents/lifecycle.hpp"
#include "emulator/documents/lifecycle_rules.hpp"
#include "emulator/documents/tag_set.hpp"
#include "emulator/invalid_argument.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;
using wire::XmlNode;
using Names = std::span<const std::string_view>;

constexpr std::size_t rule_id_bytes_max = 255;  // S3
constexpr std::int64_t count_max = std::numeric_limits<std::int32_t>::max();

constexpr std::array<std::string_view, 9> rule_elements = {"ID",
                                                           "Prefix",
                                                           "Filter",
                                                           "Status",
                                                           "Expiration",
                                                           "NoncurrentVersionExpiration",
                                                           "AbortIncompleteMultipartUpload",
                                                           "Transition",
                                                           "NoncurrentVersionTransition"};
constexpr std::size_t rule_elements_once = 7;  // the others may stand there again and again
constexpr std::array<std::string_view, 5> filter_elements = {"Prefix", "ObjectSizeGreaterThan",
                                                             "ObjectSizeLessThan", "Tag", "And"};
constexpr std::array<std::string_view, 4> conjunction_elements = {"Prefix", "ObjectSizeGreaterThan",
                                                                  "ObjectSizeLessThan", "Tag"};
constexpr std::size_t conjunction_elements_once = 3;
constexpr std::array<std::string_view, 3> expiration_elements = {"Days", "Date",
                                                                 "ExpiredObjectDeleteMarker"};
constexpr std::array<std::string_view, 3> transition_elements = {"Days", "Date", "StorageClass"};
constexpr std::array<std::string_view, 3> noncurrent_elements = {
    "NoncurrentDays", "NewerNoncurrentVersions", "StorageClass"};
constexpr std::array<std::string_view, 1> abort_elements = {"DaysAfterInitiation"};
constexpr std::array<std::string_view, 6> transition_classes = {
    "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"};

// MalformedXML unless all children have one of those names, and of the first `once` of them none
// stands there twice.
Result<void> check_children(const XmlNode& node, Names names, std::size_t once) {
  std::array<bool, rule_elements.size()> seen{};
  for (const XmlNode& child : node.children()) {
    const auto name = std::find(names.begin(), names.end(), child.name());
    if (name == names.end()) return Errc::MalformedXML;
    const auto place = static_cast<std::size_t>(name - names.begin());
    if (place < once && std::exchange(seen[place], true)) return Errc::MalformedXML;
  }
  return wire::ok();
}

Result<void> check_children(const XmlNode& node, Names names) {
  return check_children(node, names, names.size());
}

Result<std::string_view> text_of(const XmlNode& leaf) {
  if (!leaf || !leaf.children().empty()) return Errc::MalformedXML;
  return leaf.text();
}

// A whole number, however small; MalformedXML for anything else.
Result<std::int64_t> integer_of(const XmlNode& leaf) {
  PAIL_TRY(const std::string_view text, text_of(leaf));
  const auto number = wire::parse_signed(text);
  if (!number || *number > count_max) return Errc::MalformedXML;
  return *number;
}

std::string quoted(const XmlNode& leaf) {
  return std::string("'").append(leaf.name()).append("'");
}

Result<std::uint32_t> positive(const XmlNode& leaf, std::string_view action) {
  PAIL_TRY(const std::int64_t number, integer_of(leaf));
  if (number > 0) return static_cast<std::uint32_t>(number);
  const std::string message =
      quoted(leaf).append(" for ").append(action).append(" action must be a positive integer");
  return invalid_argument(message, leaf.name(), leaf.text());
}

Result<std::uint32_t> nonnegative(const XmlNode& leaf, std::string_view action) {
  PAIL_TRY(const std::int64_t number, integer_of(leaf));
  if (number >= 0) return static_cast<std::uint32_t>(number);
  const std::string message =
      quoted(leaf).append(" in ").append(action).append(" action must be nonnegative");
  return invalid_argument(message, leaf.name(), leaf.text());
}

// The day alone says its midnight.
Result<wire::Time> midnight_of(const XmlNode& leaf) {
  PAIL_TRY(const std::string_view text, text_of(leaf));
  auto time = wire::parse_iso_extended(text);
  if (!time) time = wire::parse_iso_extended(std::string(text).append("T00:00:00Z"));
  if (!time) return Errc::MalformedXML;
  if (*time == std::chrono::floor<std::chrono::days>(*time)) return *time;
  return invalid_argument("'Date' must be at midnight GMT", leaf.name(), text);
}

Result<std::string> class_of(const XmlNode& leaf) {
  PAIL_TRY(const std::string_view text, text_of(leaf));
  const bool known = std::find(transition_classes.begin(), transition_classes.end(), text) !=
                     transition_classes.end();
  if (!known) return Errc::MalformedXML;
  return std::string(text);
}

// Ours: S3's own message about sizes names 1,000 TiB, beyond any object there is.
constexpr std::uint64_t object_size_max = 1'099'511'627'776'000;

Result<std::uint64_t> size_of(const XmlNode& leaf, std::uint64_t least) {
  PAIL_TRY(const std::string_view text, text_of(leaf));
  const auto number = wire::parse_signed(text);
  if (!number) return Errc::MalformedXML;
  const bool fits = *number >= static_cast<std::int64_t>(least) &&
                    *number <= static_cast<std::int64_t>(object_size_max);
  if (fits) return static_cast<std::uint64_t>(*number);
  return Error(Errc::InvalidRequest, quoted(leaf) + " should be between " + std::to_string(least) +
                                         " and " + std::to_string(object_size_max) + ".");
}

Result<void> read_sizes(const XmlNode& node, LifecycleFilter& filter) {
  if (const XmlNode leaf = node.child("ObjectSizeGreaterThan")) {
    PAIL_TRY(filter.size_greater_than, size_of(leaf, 0));
  }
  if (const XmlNode leaf = node.child("ObjectSizeLessThan")) {
    PAIL_TRY(filter.size_less_than, size_of(leaf, 1));
  }
  if (!filter.size_greater_than || !filter.size_less_than) return wire::ok();
  if (*filter.size_greater_than < *filter.size_less_than) return wire::ok();
  return Error(Errc::InvalidRequest,
               "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
}

Result<void> read_tag(const XmlNode& node, model::Pairs& tags) {
  constexpr std::array<std::string_view, 2> elements = {"Key", "Value"};
  PAIL_TRY(check_children(node, elements));
  PAIL_TRY(const std::string_view key, text_of(node.child("Key")));
  PAIL_TRY(const std::string_view value, text_of(node.child("Value")));
  if (key.empty()) return Errc::MalformedXML;
  const auto same = [&](const auto& tag) { return tag.first == key; };
  if (std::any_of(tags.begin(), tags.end(), same)) {
    return Error(Errc::InvalidRequest, "Duplicate Tag Keys are not allowed.");
  }
  tags.emplace_back(key, value);
  return wire::ok();
}

Result<void> read_predicates(const XmlNode& node, LifecycleFilter& filter) {
  if (const XmlNode prefix = node.child("Prefix")) {
    PAIL_TRY(filter.prefix.emplace(), text_of(prefix));
  }
  for (const XmlNode& tag : node.children("Tag")) {
    PAIL_TRY(read_tag(tag, filter.tags));
  }
  return read_sizes(node, filter);
}

Result<LifecycleFilter> read_filter(const XmlNode& node) {
  PAIL_TRY(check_children(node, filter_elements));
  if (node.children().size() > 1) return Errc::MalformedXML;
  LifecycleFilter filter;
  const XmlNode several = node.child("And");
  if (several) {
    filter.form = LifecycleFilter::Form::conjunction;
    PAIL_TRY(check_children(several, conjunction_elements, conjunction_elements_once));
    if (several.children().empty()) return Errc::MalformedXML;
  }
  PAIL_TRY(read_predicates(several ? several : node, filter));
  return filter;
}

// In one of its two forms.
Result<LifecycleFilter> read_scope(const XmlNode& rule) {
  const XmlNode filter = rule.child("Filter");
  const XmlNode prefix = rule.child("Prefix");
  if (static_cast<bool>(filter) == static_cast<bool>(prefix)) return Errc::MalformedXML;
  if (filter) return read_filter(filter);
  LifecycleFilter scope{.form = LifecycleFilter::Form::prefix};
  PAIL_TRY(scope.prefix.emplace(), text_of(prefix));
  return scope;
}

Result<bool> boolean_of(const XmlNode& leaf) {
  PAIL_TRY(const std::string_view text, text_of(leaf));
  if (text != "true" && text != "false") return Errc::MalformedXML;
  return text == "true";
}

Result<LifecycleExpiration> read_expiration(const XmlNode& node) {
  PAIL_TRY(check_children(node, expiration_elements));
  const auto children = node.children();
  if (children.size() != 1) return Errc::MalformedXML;
  const XmlNode& leaf = children.front();
  LifecycleExpiration expiration;
  if (leaf.name() == "Days") {
    PAIL_TRY(expiration.when.days, positive(leaf, "Expiration"));
  } else if (leaf.name() == "Date") {
    PAIL_TRY(expiration.when.date, midnight_of(leaf));
  } else {
    PAIL_TRY(expiration.expired_object_delete_marker, boolean_of(leaf));
  }
  return expiration;
}

Result<LifecycleTransition> read_transition(const XmlNode& node) {
  PAIL_TRY(check_children(node, transition_elements));
  const XmlNode days = node.child("Days");
  const XmlNode date = node.child("Date");
  if (static_cast<bool>(days) == static_cast<bool>(date)) return Errc::MalformedXML;
  LifecycleTransition transition;
  PAIL_TRY(transition.storage_class, class_of(node.child("StorageClass")));
  if (days) {
    PAIL_TRY(transition.when.days, nonnegative(days, "Transition"));
  } else {
    PAIL_TRY(transition.when.date, midnight_of(date));
  }
  return transition;
}

Result<std::optional<std::uint32_t>> read_newer(const XmlNode& node, std::string_view action) {
  const XmlNode leaf = node.child("NewerNoncurrentVersions");
  if (!leaf) return std::optional<std::uint32_t>();
  PAIL_TRY(const std::uint32_t newer, positive(leaf, action));
  return std::optional<std::uint32_t>(newer);
}

Result<NoncurrentExpiration> read_noncurrent_expiration(const XmlNode& node) {
  PAIL_TRY(check_children(node, Names(noncurrent_elements).first(2)));
  NoncurrentExpiration expiration;
  PAIL_TRY(expiration.days, positive(node.child("NoncurrentDays"), node.name()));
  PAIL_TRY(expiration.newer_versions, read_newer(node, node.name()));
  return expiration;
}

Result<NoncurrentTransition> read_noncurrent_transition(const XmlNode& node) {
  PAIL_TRY(check_children(node, noncurrent_elements));
  NoncurrentTransition transition;
  PAIL_TRY(transition.days, nonnegative(node.child("NoncurrentDays"), node.name()));
  PAIL_TRY(transition.newer_versions, read_newer(node, node.name()));
  PAIL_TRY(transition.storage_class, class_of(node.child("StorageClass")));
  return transition;
}

Result<void> read_current_actions(const XmlNode& node, LifecycleRule& rule) {
  if (const XmlNode child = node.child("Expiration")) {
    PAIL_TRY(rule.expiration, read_expiration(child));
  }
  for (const XmlNode& child : node.children("Transition")) {
    PAIL_TRY(rule.transitions.emplace_back(), read_transition(child));
  }
  return wire::ok();
}

Result<void> read_other_actions(const XmlNode& node, LifecycleRule& rule) {
  if (const XmlNode child = node.child("NoncurrentVersionExpiration")) {
    PAIL_TRY(rule.noncurrent_expiration, read_noncurrent_expiration(child));
  }
  for (const XmlNode& child : node.children("NoncurrentVersionTransition")) {
    PAIL_TRY(rule.noncurrent_transitions.emplace_back(), read_noncurrent_transition(child));
  }
  if (const XmlNode child = node.child("AbortIncompleteMultipartUpload")) {
    PAIL_TRY(check_children(child, abort_elements));
    PAIL_TRY(rule.abort_after_days, positive(child.child("DaysAfterInitiation"), child.name()));
  }
  return wire::ok();
}

Result<std::string> read_id(const XmlNode& rule) {
  const XmlNode leaf = rule.child("ID");
  if (!leaf) return std::string();
  PAIL_TRY(const std::string_view id, text_of(leaf));
  if (id.size() <= rule_id_bytes_max) return std::string(id);
  return invalid_argument("ID length should not exceed allowed limit of 255", "ID", id);
}

Result<bool> read_status(const XmlNode& rule) {
  PAIL_TRY(const std::string_view status, text_of(rule.child("Status")));
  if (status != "Enabled" && status != "Disabled") return Errc::MalformedXML;
  return status == "Enabled";
}

Result<LifecycleRule> read_rule(const XmlNode& node) {
  if (node.name() != "Rule") return Errc::MalformedXML;
  PAIL_TRY(check_children(node, rule_elements, rule_elements_once));
  LifecycleRule rule;
  PAIL_TRY(rule.id, read_id(node));
  PAIL_TRY(rule.enabled, read_status(node));
  PAIL_TRY(rule.filter, read_scope(node));
  PAIL_TRY(read_current_actions(node, rule));
  PAIL_TRY(read_other_actions(node, rule));
  return rule;
}

}  // namespace

Result<std::vector<LifecycleRule>> parse_lifecycle(std::string_view document) {
  PAIL_TRY(const auto xml, parse_configuration(document, "LifecycleConfiguration"));
  const auto nodes = xml.root().children();
  if (nodes.empty() || nodes.size() > lifecycle_rules_max) return Errc::MalformedXML;
  std::vector<LifecycleRule> rules;
  rules.reserve(nodes.size());
  for (const XmlNode& node : nodes) {
    PAIL_TRY(rules.emplace_back(), read_rule(node));
  }
  PAIL_TRY(check_lifecycle_rules(rules));
  name_lifecycle_rules(rules);
  return rules;
}

}  // namespace pail::emulator::documents
