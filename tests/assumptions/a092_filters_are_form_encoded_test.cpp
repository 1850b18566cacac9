// Belief: prefix and suffix of a filter are written as keys are in events: '+' is a space, other
// special characters are percent-encoded. From the service's guide, which asks for that; what it
// does about filters that are not so written is not known, and those are taken as they are here.
#include <gtest/gtest.h>

#include "tests/assumptions/notifications.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption092, FiltersAreFormEncoded) {
  ToldHarness s3;
  s3.configure(
      "<QueueConfiguration><Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue>"
      "<Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>prefix</Name>"
      "<Value>my+photos%2B/</Value></FilterRule></S3Key></Filter></QueueConfiguration>",
      "true");
  s3.put("bucket/my%20photos%2B/a", "x");
  s3.put("bucket/my%2Bphotos%2B/b", "x");
  EXPECT_EQ(s3.told(), std::vector<std::string>{"ObjectCreated:Put my photos+/a"});
}

}  // namespace
}  // namespace pail::emulator::testing
