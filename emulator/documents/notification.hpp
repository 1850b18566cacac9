// Whom a bucket tells of its events: the rules of a NotificationConfiguration, and which of them an
// event meets. BucketConfig::notification holds the document as GetBucketNotificationConfiguration
// shows it. Pure; thread-safe. Spec: shared/spec/semantics.md §24, §30; errors in errors.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::emulator::documents {

inline constexpr std::size_t notification_rules_max = 100;  // S3
// Ours: 100 rules, each with a prefix and a suffix of 1,024 bytes and room for the rest.
inline constexpr std::size_t notification_body_bytes_max = 512 * 1024;

enum class Target : std::uint8_t { topic, queue, function };

struct NotificationRule {
  Target target = Target::queue;
  std::string id;
  std::string arn;
  std::vector<std::string> events;  // "s3:ObjectCreated:*"
  std::optional<std::string> prefix = {};
  std::optional<std::string> suffix = {};
};

struct NotificationConfiguration {
  std::vector<NotificationRule> rules;
  bool event_bridge = false;  // all events go there as well
  bool empty() const noexcept { return rules.empty() && !event_bridge; }
};

// MissingRequestBodyError, MalformedXML; InvalidArgument (ArgumentName, ArgumentValue) for an event
// that is none, an ARN that is none of that service, filters, ids given twice, rules that overlap,
// too many of them. A rule without an Id gets one that follows from what it says.
wire::Result<NotificationConfiguration> parse_notification(std::string_view document);
std::string notification_document(const NotificationConfiguration& configuration);

// The document's name for a rule's ARN ("Queue"), and what S3 says of one that is not there.
std::string_view arn_element(Target target) noexcept;
std::string_view missing_destination(Target target) noexcept;
// The fourth part of an ARN; "" when it has none.
std::string_view region_of_arn(std::string_view arn) noexcept;

// Whether the rule asks for that event ("s3:ObjectCreated:Put") of that key.
bool wants(const NotificationRule& rule, std::string_view event, std::string_view key);

}  // namespace pail::emulator::documents
