// PutBucketNotificationConfiguration and GetBucketNotificationConfiguration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/events/support.hpp"
#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Options knowing(std::map<std::string, std::string, std::less<>> urls) {
  Options options;
  options.notify.urls = std::move(urls);
  return options;
}

constexpr std::string_view queue_arn = "arn:aws:sqs:us-east-1:123456789012:q";
constexpr std::string_view topic_arn = "arn:aws:sns:us-east-1:123456789012:t";
constexpr std::string_view function_arn = "arn:aws:lambda:us-east-1:123456789012:function:f";

std::string queue(std::string_view arn, std::string_view event = "s3:ObjectCreated:*") {
  std::string text = "<QueueConfiguration><Id>id</Id><Queue>";
  text.append(arn).append("</Queue><Event>").append(event);
  return text.append("</Event></QueueConfiguration>");
}

std::string topic(std::string_view event) {
  std::string text = "<TopicConfiguration><Topic>";
  text.append(topic_arn).append("</Topic><Event>").append(event);
  return text.append("</Event></TopicConfiguration>");
}

std::string function(std::string_view event) {
  std::string text = "<CloudFunctionConfiguration><CloudFunction>";
  text.append(function_arn).append("</CloudFunction><Event>").append(event);
  return text.append("</Event></CloudFunctionConfiguration>");
}

class BucketNotification : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer configure(const std::string& inside, HeaderList headers = {}) {
    return s3.send(
        {.method = "PUT",
         .target = "/bucket?notification",
         .headers = std::move(headers),
         .body = "<NotificationConfiguration>" + inside + "</NotificationConfiguration>"});
  }
  std::string shown() { return s3.send({.target = "/bucket?notification"}).body; }
  // Where test messages went.
  std::vector<std::string> tested() {
    std::vector<std::string> arns;
    for (const auto& entry :
         events::testing::notifications(s3.emulator().worlds().default_world())) {
      if (entry->operation == "TestEvent") arns.push_back(entry->target);
    }
    return arns;
  }
  Harness s3{knowing({{"*", ""}})};
};

TEST_F(BucketNotification, ABucketThatTellsNobodySaysSo) {
  const Answer answer = s3.send({.target = "/bucket?notification"});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_NE(answer.body.find("<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/"
                             "2006-03-01/\"></NotificationConfiguration>"),
            std::string::npos)
      << answer.body;
}

TEST_F(BucketNotification, IsKeptShownReplacedAndRemoved) {
  const Answer put = configure(queue(queue_arn));
  EXPECT_EQ(put.status, 200U) << put.body;
  EXPECT_EQ(put.body, "");
  const Answer kept = s3.send({.target = "/bucket?notification"});
  EXPECT_THAT(kept.texts("QueueConfiguration", "Id"), ElementsAre("id"));
  EXPECT_THAT(kept.texts("QueueConfiguration", "Queue"), ElementsAre(queue_arn));
  EXPECT_THAT(kept.texts("QueueConfiguration", "Event"), ElementsAre("s3:ObjectCreated:*"));
  EXPECT_EQ(configure("<EventBridgeConfiguration/>").status, 200U);
  EXPECT_EQ(shown().find("QueueConfiguration"), std::string::npos) << "the whole is replaced";
  EXPECT_NE(shown().find("EventBridgeConfiguration"), std::string::npos);
  EXPECT_EQ(configure("").status, 200U);
  EXPECT_EQ(shown().find("EventBridgeConfiguration"), std::string::npos);
}

TEST_F(BucketNotification, QueuesAndTopicsGetATestMessage) {
  ASSERT_EQ(configure(queue(queue_arn) + topic("s3:ObjectRemoved:*") +
                      function("s3:ObjectTagging:*") + "<EventBridgeConfiguration/>")
                .status,
            200U);
  EXPECT_THAT(tested(), ElementsAre(queue_arn, topic_arn));
}

TEST_F(BucketNotification, ADestinationInAnotherRegionIsRefused) {
  const Answer answer = configure(queue("arn:aws:sqs:eu-west-1:123456789012:q"));
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.code(), "InvalidArgument");
  EXPECT_EQ(answer.message(),
            "The notification destination service region is not valid for the bucket location "
            "constraint");
  EXPECT_EQ(answer.element("ArgumentName"), "Queue");
}

TEST_F(BucketNotification, WhatIsRefusedChangesNothing) {
  ASSERT_EQ(configure(queue(queue_arn)).status, 200U);
  const std::string before = shown();
  EXPECT_EQ(configure(queue(queue_arn, "s3:Nothing")).code(), "InvalidArgument");
  EXPECT_EQ(configure("<Rule/>").code(), "MalformedXML");
  EXPECT_EQ(s3.send({.method = "PUT", .target = "/bucket?notification"}).code(),
            "MissingRequestBodyError");
  EXPECT_EQ(configure(queue(queue_arn, "s3:ObjectRemoved:*"),
                      {{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}})
                .code(),
            "BadDigest");
  EXPECT_EQ(shown(), before);
  EXPECT_EQ(tested().size(), 1U);
}

TEST_F(BucketNotification, OnlyWhoMayConfiguresAndReads) {
  Sent stranger{.target = "/bucket?notification",
                .access_key = std::string(other_access_key),
                .secret_key = std::string(other_secret_key)};
  EXPECT_EQ(s3.send(stranger).code(), "AccessDenied");
  stranger.method = "PUT";
  stranger.body = "<NotificationConfiguration/>";
  EXPECT_EQ(s3.send(stranger).code(), "AccessDenied");
}

TEST(BucketNotificationDestinations, WhatIsNotThereIsRefusedByNumber) {
  Harness s3(knowing({{std::string(queue_arn), ""}}));
  s3.make_bucket("bucket");
  Sent sent{.method = "PUT",
            .target = "/bucket?notification",
            .body = "<NotificationConfiguration>" + queue(queue_arn) + topic("s3:ObjectRemoved:*") +
                    function("s3:ObjectTagging:*") + "</NotificationConfiguration>"};
  const Answer refused = s3.send(sent);
  EXPECT_EQ(refused.status, 400U);
  EXPECT_EQ(refused.code(), "InvalidArgument");
  EXPECT_EQ(refused.message(), "Unable to validate the following destination configurations");
  EXPECT_EQ(refused.element("ArgumentName1"), topic_arn);
  EXPECT_EQ(refused.element("ArgumentValue1"), "The destination topic does not exist");
  EXPECT_EQ(refused.element("ArgumentName2"), function_arn);
  EXPECT_EQ(refused.element("ArgumentValue2"), "The destination Lambda does not exist");
  EXPECT_EQ(refused.element("ArgumentName3"), "");
  sent.headers = {{"x-amz-skip-destination-validation", "true"}};
  EXPECT_EQ(s3.send(sent).status, 200U);
  EXPECT_THAT(events::testing::notifications(s3.emulator().worlds().default_world()), IsEmpty())
      << "nobody was asked, so nobody is told";
}

}  // namespace
}  // namespace pail::emulator::testing
