#include "emulator/events/bucket_events.hpp"

namespace pail::emulator::events {

bool BucketEvents::has_listeners() const {
  return voice_ == Voice::heard && bucket_ != nullptr &&
         !bucket_->config(model::BucketConfig::notification).empty();
}

const documents::NotificationConfiguration& BucketEvents::configuration() {
  if (!configuration_) {
    auto stored = documents::parse_notification(bucket_->config(model::BucketConfig::notification));
    // It was written by us; were it unreadable, nobody would be told.
    configuration_ = stored ? std::move(stored.value()) : documents::NotificationConfiguration{};
  }
  return *configuration_;
}

Turn BucketEvents::turn(std::string_view key) {
  if (!has_listeners()) return {};
  return office_.turn(world_.name(), bucket_->name, key);
}

void BucketEvents::happened(const Happening& happening) {
  if (!has_listeners()) return;
  const Event event{occasion_, *bucket_, happening, sequencer_text(office_.next_sequencer())};
  const std::string asked = "s3:" + std::string(name(happening.what));
  for (const documents::NotificationRule& rule : configuration().rules) {
    if (!documents::wants(rule, asked, happening.key)) continue;
    send(happening, rule.arn, record_json(event, rule.id));
  }
  if (configuration().event_bridge) send(happening, event_bridge, event_bridge_json(event));
}

bool BucketEvents::reaches(std::string_view arn) const {
  return office_.reaches(arn);
}

void BucketEvents::send_test(std::string_view arn) {
  if (voice_ == Voice::silent) return;
  office_.send({.world = world_.weak_from_this(),
                .world_name = world_.name(),
                .event = "TestEvent",
                .bucket = bucket_->name,
                .key = {},
                .version_id = {},
                .request_id = std::string(occasion_.request_id),
                .destination = std::string(arn),
                .body = test_json(occasion_, *bucket_)});
}

void BucketEvents::send(const Happening& happening, std::string_view destination,
                        std::string body) {
  const bool has_versions = happening.version_id != model::null_version;
  office_.send({.world = world_.weak_from_this(),
                .world_name = world_.name(),
                .event = std::string(name(happening.what)),
                .bucket = bucket_->name,
                .key = std::string(happening.key),
                .version_id = std::string(has_versions ? happening.version_id : ""),
                .request_id = std::string(occasion_.request_id),
                .destination = std::string(destination),
                .body = std::move(body)});
}

}  // namespace pail::emulator::events
