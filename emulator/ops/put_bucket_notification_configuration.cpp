// PutBucketNotificationConfiguration: whom the bucket tells of its events from now on. What is not
// there to be told is refused, unless the client asks not to look. Spec: shared/spec/semantics.md
// §24.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/notification.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/reply.hpp"
#include "wire/text.hpp"

namespace pail::emulator::ops {
namespace {

using documents::NotificationRule;
using wire::Errc;
using wire::Error;

Result<void> check_region(const Call& call, const NotificationRule& rule) {
  if (documents::region_of_arn(rule.arn) == call.bucket->region) return wire::ok();
  return invalid_argument(
      "The notification destination service region is not valid for the bucket location constraint",
      documents::arn_element(rule.target), rule.arn);
}

// S3 numbers the elements of this refusal alone: ArgumentName1, ArgumentValue1, ArgumentName2...
Result<void> check_destinations(const Call& call, const std::vector<NotificationRule>& rules) {
  Error error(Errc::InvalidArgument, "Unable to validate the following destination configurations");
  int missing = 0;
  for (const NotificationRule& rule : rules) {
    if (call.events.reaches(rule.arn)) continue;
    const std::string number = std::to_string(++missing);
    error = std::move(error)
                .with("ArgumentName" + number, rule.arn)
                .with("ArgumentValue" + number, documents::missing_destination(rule.target));
  }
  if (missing > 0) return error;
  return wire::ok();
}

// A function's permission is looked at without calling it; the others get a message.
void send_tests(Call& call, const std::vector<NotificationRule>& rules) {
  for (const NotificationRule& rule : rules) {
    if (rule.target != documents::Target::function) call.events.send_test(rule.arn);
  }
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const auto wanted, documents::parse_notification(document));
  PAIL_TRY(documents::check_digests(call, digests));
  for (const NotificationRule& rule : wanted.rules) {
    PAIL_TRY(check_region(call, rule));
  }
  const bool skips = wire::iequals(call.headers.get("x-amz-skip-destination-validation"), "true");
  if (!skips) {
    PAIL_TRY(check_destinations(call, wanted.rules));
  }
  const std::string stored = wanted.empty() ? "" : documents::notification_document(wanted);
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::notification, stored));
  if (!skips) send_tests(call, wanted.rules);
  return empty_reply(200);
}

Result<Begin> begin(Call& call) {
  return documents::collect_document(call, documents::notification_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_notification_configuration;
const Operation put_bucket_notification_configuration{.name = "PutBucketNotificationConfiguration",
                                                      .method = "PUT",
                                                      .level = Level::bucket,
                                                      .selector = "notification",
                                                      .action = "s3:PutBucketNotification",
                                                      .begin = begin};

}  // namespace pail::emulator::ops
