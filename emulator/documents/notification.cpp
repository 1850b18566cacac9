#include "emulator/documents/notification.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "emulator/documents/configuration.hpp"
#include "emulator/invalid_argument.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::size_t rule_id_bytes_max = 255;         // S3
constexpr std::size_t filter_value_bytes_max = 1'024;  // S3

struct Form {
  std::string_view element;
  std::string_view arn;
  std::string_view service;  // the third part of its ARNs
  std::string_view missing;
};

constexpr std::array<Form, 3> forms = {
    {{"TopicConfiguration", "Topic", "sns", "The destination topic does not exist"},
     {"QueueConfiguration", "Queue", "sqs", "The destination queue does not exist"},
     {"CloudFunctionConfiguration", "CloudFunction", "lambda",
      "The destination Lambda does not exist"}}};

const Form& form_of(Target target) noexcept {
  return forms[static_cast<std::size_t>(target)];
}

// All that may be asked for, whether or not Pail has what raises it.
constexpr std::array<std::string_view, 27> events = {
    "s3:ReducedRedundancyLostObject",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:Put",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Post",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationReplicatedAfterThreshold",
    "s3:Replication:OperationNotTracked",
    "s3:LifecycleTransition",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:IntelligentTiering",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Put",
    "s3:ObjectTagging:Delete",
    "s3:ObjectAcl:Put"};

Result<void> add_event(std::string_view event, NotificationRule& rule) {
  if (std::find(events.begin(), events.end(), event) == events.end()) {
    return invalid_argument("The event is not supported for notifications", "Event", event);
  }
  rule.events.emplace_back(event);
  return wire::ok();
}

// The parts of arn:partition:service:region:account:resource.
std::vector<std::string_view> parts_of_arn(std::string_view arn) {
  std::vector<std::string_view> parts;
  constexpr std::size_t resource = 5;
  while (parts.size() < resource) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    parts.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.push_back(arn);
  return parts;
}

Result<void> check_arn(const NotificationRule& rule) {
  const auto parts = parts_of_arn(rule.arn);
  const Form& form = form_of(rule.target);
  const bool good = !parts.empty() && parts[0] == "arn" && parts[1].starts_with("aws") &&
                    parts[2] == form.service && !parts.back().empty();
  if (good) return wire::ok();
  return invalid_argument("The ARN could not be parsed", form.arn, rule.arn);
}

Result<void> set_filter(const wire::XmlNode& node, NotificationRule& rule) {
  const std::string_view name = node.child_text("Name");
  const std::string_view value = node.child_text("Value");
  if (node.name() != "FilterRule" || !node.child("Name") || !node.child("Value")) {
    return Errc::MalformedXML;
  }
  const bool prefix = wire::iequals(name, "prefix");
  if (!prefix && !wire::iequals(name, "suffix")) {
    return invalid_argument("filter rule name must be either prefix or suffix", "FilterRule.Name",
                            name);
  }
  if (value.size() > filter_value_bytes_max) {
    return invalid_argument(
        "Size of filter rule value cannot exceed 1024 bytes in UTF-8 "
        "representation",
        "FilterRule.Value", value);
  }
  std::optional<std::string>& filter = prefix ? rule.prefix : rule.suffix;
  if (filter) {
    const std::string_view message = prefix
                                         ? "Cannot specify more than one prefix rule in a filter."
                                         : "Cannot specify more than one suffix rule in a filter.";
    return invalid_argument(message, "FilterRule.Name", prefix ? "Prefix" : "Suffix");
  }
  filter = value;
  return wire::ok();
}

// <Filter><S3Key><FilterRule>...
Result<void> read_filter(const wire::XmlNode& node, NotificationRule& rule) {
  for (const wire::XmlNode& key : node.children()) {
    if (key.name() != "S3Key") return Errc::MalformedXML;
    for (const wire::XmlNode& filter : key.children()) {
      PAIL_TRY(set_filter(filter, rule));
    }
  }
  return wire::ok();
}

Result<void> read_part(const wire::XmlNode& node, NotificationRule& rule) {
  if (node.name() == "Event") return add_event(node.text(), rule);
  if (node.name() == "Filter") return read_filter(node, rule);
  const bool id = node.name() == "Id";
  if (!id && node.name() != form_of(rule.target).arn) return Errc::MalformedXML;
  std::string& text = id ? rule.id : rule.arn;
  if (!text.empty()) return Errc::MalformedXML;
  text = node.text();
  return wire::ok();
}

// Two rules that say the same overlap, so what a rule says tells it from all others.
std::string id_of(const NotificationRule& rule) {
  std::string says = rule.arn;
  for (const std::string& event : rule.events) says.append("\n").append(event);
  says.append("\n").append(rule.prefix.value_or("")).append("\n").append(rule.suffix.value_or(""));
  return wire::to_base64(wire::as_bytes(wire::to_hex(wire::md5(wire::as_bytes(says)))));
}

Result<NotificationRule> read_rule(const wire::XmlNode& node, Target target) {
  NotificationRule rule{.target = target, .id = {}, .arn = {}, .events = {}};
  for (const wire::XmlNode& part : node.children()) {
    PAIL_TRY(read_part(part, rule));
  }
  if (rule.arn.empty() || rule.events.empty()) return Errc::MalformedXML;
  PAIL_TRY(check_arn(rule));
  if (rule.id.empty()) rule.id = id_of(rule);
  if (rule.id.size() <= rule_id_bytes_max) return rule;
  return invalid_argument("The maximum size of a configuration ID is 255 characters.", "Id",
                          rule.id);
}

Result<void> read_configuration(const wire::XmlNode& node, NotificationConfiguration& all) {
  if (node.name() == "EventBridgeConfiguration") {
    all.event_bridge = true;
    return wire::ok();
  }
  const auto* const form = std::find_if(
      forms.begin(), forms.end(), [&](const Form& each) { return each.element == node.name(); });
  if (form == forms.end()) return Errc::MalformedXML;
  PAIL_TRY(all.rules.emplace_back(), read_rule(node, static_cast<Target>(form - forms.begin())));
  return wire::ok();
}

bool covers(std::string_view asked, std::string_view event) {
  if (!asked.ends_with(":*")) return asked == event;
  asked.remove_suffix(1);
  return event.starts_with(asked);
}

// The first event that both ask for, as each of them says it; nullopt: none.
std::optional<std::string> common_event(const NotificationRule& a, const NotificationRule& b) {
  for (const std::string& mine : a.events) {
    for (const std::string& other : b.events) {
      if (covers(mine, other) || covers(other, mine))
        return std::string(mine).append(", ").append(other);
    }
  }
  return std::nullopt;
}

bool is_filtered(const NotificationRule& rule) {
  return rule.prefix || rule.suffix;
}

// Filters are written as keys are in events: a space as '+', what is special percent-encoded.
std::string meant(const std::optional<std::string>& filter) {
  if (!filter) return {};
  return wire::query_decode(*filter).value_or(*filter);
}

// Whether a key could meet the filters of both.
bool filters_overlap(const NotificationRule& a, const NotificationRule& b) {
  const std::string prefix_a = meant(a.prefix);
  const std::string prefix_b = meant(b.prefix);
  const std::string suffix_a = meant(a.suffix);
  const std::string suffix_b = meant(b.suffix);
  return (prefix_a.starts_with(prefix_b) || prefix_b.starts_with(prefix_a)) &&
         (suffix_a.ends_with(suffix_b) || suffix_b.ends_with(suffix_a));
}

Result<void> check_pair(const NotificationRule& a, const NotificationRule& b) {
  const auto common = common_event(a, b);
  if (!common || !filters_overlap(a, b)) return wire::ok();
  const std::string_view message =
      is_filtered(a) || is_filtered(b)
          ? "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules "
            "if "
            "the prefixes are overlapping for the same event type."
          : "Configurations overlap. Configurations on the same bucket cannot share a common event "
            "type.";
  return invalid_argument(message, "Event", *common);
}

Result<void> check_together(const std::vector<NotificationRule>& rules) {
  std::set<std::string_view> ids;
  for (auto rule = rules.begin(); rule != rules.end(); ++rule) {
    for (auto earlier = rules.begin(); earlier != rule; ++earlier) {
      PAIL_TRY(check_pair(*earlier, *rule));
    }
    if (ids.insert(rule->id).second) continue;
    return invalid_argument("Same ID used for multiple configurations. IDs must be unique.", "Id",
                            rule->id);
  }
  return wire::ok();
}

void write_filter(wire::XmlWriter& xml, std::string_view name,
                  const std::optional<std::string>& value) {
  if (!value) return;
  xml.open("FilterRule").element("Name", name).element("Value", *value).close();
}

void write_rule(wire::XmlWriter& xml, const NotificationRule& rule) {
  const Form& form = form_of(rule.target);
  xml.open(form.element).element("Id", rule.id).element(form.arn, rule.arn);
  for (const std::string& event : rule.events) xml.element("Event", event);
  if (is_filtered(rule)) {
    xml.open("Filter").open("S3Key");
    write_filter(xml, "Prefix", rule.prefix);
    write_filter(xml, "Suffix", rule.suffix);
    xml.close().close();
  }
  xml.close();
}

}  // namespace

Result<NotificationConfiguration> parse_notification(std::string_view document) {
  PAIL_TRY(const auto xml, parse_configuration(document, "NotificationConfiguration"));
  NotificationConfiguration all;
  for (const wire::XmlNode& node : xml.root().children()) {
    PAIL_TRY(read_configuration(node, all));
    if (all.rules.size() <= notification_rules_max) continue;
    return Error(Errc::InvalidArgument,
                 "The number of notification configurations should not exceed 100.");
  }
  PAIL_TRY(check_together(all.rules));
  return all;
}

std::string notification_document(const NotificationConfiguration& configuration) {
  wire::XmlWriter xml;
  xml.open("NotificationConfiguration", wire::s3_namespace);
  for (const NotificationRule& rule : configuration.rules) write_rule(xml, rule);
  if (configuration.event_bridge) xml.empty("EventBridgeConfiguration");
  return xml.close().take();
}

std::string_view arn_element(Target target) noexcept {
  return form_of(target).arn;
}

std::string_view missing_destination(Target target) noexcept {
  return form_of(target).missing;
}

std::string_view region_of_arn(std::string_view arn) noexcept {
  constexpr int parts_before = 3;
  for (int i = 0; i < parts_before; ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

bool wants(const NotificationRule& rule, std::string_view event, std::string_view key) {
  const auto covered = [event](const std::string& asked) { return covers(asked, event); };
  if (std::none_of(rule.events.begin(), rule.events.end(), covered)) return false;
  return key.starts_with(meant(rule.prefix)) && key.ends_with(meant(rule.suffix));
}

}  // namespace pail::emulator::documents
