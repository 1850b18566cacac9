// Belief: a function's permission is looked at when it is configured, and no test message is sent
// to it; queues and topics get one. With x-amz-skip-destination-validation nobody does, since the
// message is how a destination is validated. From the operation's documentation, which speaks of a
// test for SNS and SQS and of permissions for Lambda. Wrong if a function is called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/assumptions/notifications.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption090, AFunctionGetsNoTestMessage) {
  ToldHarness s3;
  const std::string function =
      "<CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f"
      "</CloudFunction><Event>s3:ObjectRemoved:*</Event></CloudFunctionConfiguration>";
  s3.configure(function);
  EXPECT_THAT(s3.told(), ::testing::IsEmpty());
  s3.configure(queue_rule("s3:ObjectCreated:*") + function, "true");
  EXPECT_THAT(s3.told(), ::testing::IsEmpty());
  s3.configure(queue_rule("s3:ObjectCreated:*") + function);
  EXPECT_THAT(s3.told(), ::testing::ElementsAre("TestEvent "));
}

}  // namespace
}  // namespace pail::emulator::testing
