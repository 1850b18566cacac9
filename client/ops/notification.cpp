#include "client/ops/notification.hpp"

#include "client/ops/settings.hpp"
#include "wire/text.hpp"

namespace pail::client::ops {
namespace {

constexpr std::string_view selector = "notification";
constexpr std::string_view root = "NotificationConfiguration";

// A rule's element, and the one in it that holds the ARN.
struct TargetForm {
  NotificationTarget target;
  std::string_view element;
  std::string_view arn;
};
constexpr TargetForm target_forms[] = {
    {NotificationTarget::topic, "TopicConfiguration", "Topic"},
    {NotificationTarget::queue, "QueueConfiguration", "Queue"},
    {NotificationTarget::function, "CloudFunctionConfiguration", "CloudFunction"}};

const TargetForm& form_of(NotificationTarget target) noexcept {
  return target_forms[static_cast<std::size_t>(target)];
}

void filter(Writer& way, std::string_view name, const std::optional<std::string>& value) {
  if (!value) return;
  way.inside("FilterRule", [&](Writer& rule) {
    rule.required("Name", std::string(name));
    rule.required("Value", *value);
  });
}

void filters(Writer& way, const NotificationRule& rule) {
  if (!rule.prefix && !rule.suffix) return;
  way.inside("Filter", [&](Writer& element) {
    element.inside("S3Key", [&](Writer& key) {
      filter(key, "prefix", rule.prefix);
      filter(key, "suffix", rule.suffix);
    });
  });
}

void filters(Reader& way, NotificationRule& rule) {
  const auto read = [&](std::string_view, Reader& filter) {
    std::string name;
    std::string value;
    filter.text("Name", name);
    filter.text("Value", value);
    if (wire::iequals(name, "prefix")) rule.prefix = value;
    if (wire::iequals(name, "suffix")) rule.suffix = value;
  };
  way.inside("Filter", [&](Reader& element) {
    element.inside("S3Key", [&](Reader& key) { key.each(read); });
  });
}

}  // namespace

template <class Way>
void fields(Way& way, NotificationRule& rule) {
  way.text("Id", rule.id);
  way.text(form_of(rule.target).arn, rule.arn);
  way.texts("Event", rule.events);
  filters(way, rule);
}

void fields(Writer& way, Notifications& notifications) {
  for (NotificationRule& rule : notifications.rules) {
    way.element(form_of(rule.target).element, rule);
  }
  way.present("EventBridgeConfiguration", notifications.event_bridge);
}

void fields(Reader& way, Notifications& notifications) {
  way.each([&](std::string_view name, Reader& element) {
    for (const TargetForm& form : target_forms) {
      if (form.element != name) continue;
      NotificationRule& rule = notifications.rules.emplace_back();
      rule.target = form.target;
      fields(element, rule);
    }
  });
  way.present("EventBridgeConfiguration", notifications.event_bridge);
}

namespace {

Result<Notifications> read_notifications(const Answer& answer) {
  return read_document<Notifications>(answer, root);
}

}  // namespace

Operation<void> put_bucket_notification_configuration(std::string bucket,
                                                      Notifications notifications) {
  return put(bucket_setting("PUT", std::move(bucket), selector), root, std::move(notifications));
}

Operation<Notifications> get_bucket_notification_configuration(std::string bucket) {
  return operation(bucket_setting("GET", std::move(bucket), selector), read_notifications);
}

}  // namespace pail::client::ops
