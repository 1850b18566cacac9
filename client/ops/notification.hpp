// Whom a bucket tells of what happens in it: topics, queues, functions, and EventBridge. Spec:
// shared/spec/semantics.md §24.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"

namespace pail::client::ops {

enum class NotificationTarget { topic, queue, function };

struct NotificationRule {
  NotificationTarget target = NotificationTarget::queue;
  std::string id;  // empty: the server makes one
  std::string arn;
  std::vector<std::string> events;  // "s3:ObjectCreated:*"
  // Of the keys, written as events write them: a space as '+', what is special percent-encoded.
  std::optional<std::string> prefix = {};
  std::optional<std::string> suffix = {};
};

struct Notifications {
  std::vector<NotificationRule> rules = {};
  bool event_bridge = false;  // everything goes there as well
};

// In the place of what there was; Notifications{} ends them.
Operation<void> put_bucket_notification_configuration(std::string bucket,
                                                      Notifications notifications);
Operation<Notifications> get_bucket_notification_configuration(std::string bucket);

}  // namespace pail::client::ops
