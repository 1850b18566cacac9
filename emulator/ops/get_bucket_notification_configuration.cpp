// GetBucketNotificationConfiguration: never an error, for a bucket that tells nobody says so. Spec:
// shared/spec/semantics.md §24.
#include "emulator/documents/notification.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  std::string document(call.bucket->config(model::BucketConfig::notification));
  if (document.empty()) document = documents::notification_document({});
  return Begin(xml_reply(std::move(document)));
}

}  // namespace

extern const Operation get_bucket_notification_configuration;
const Operation get_bucket_notification_configuration{.name = "GetBucketNotificationConfiguration",
                                                      .method = "GET",
                                                      .level = Level::bucket,
                                                      .selector = "notification",
                                                      .action = "s3:GetBucketNotification",
                                                      .begin = begin};

}  // namespace pail::emulator::ops
