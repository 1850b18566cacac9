// Belief: a bucket whose ownership controls were deleted is like one from before there were any:
// ACLs count, and objects are their writers'. Wrong if the default of new buckets comes back.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption073, WithoutOwnershipControlsAclsCount) {
  Harness s3;
  s3.make_bucket("bucket");
  ASSERT_EQ(s3.send({.method = "DELETE", .target = "/bucket?ownershipControls"}).status, 204U);
  const Answer answer = s3.send(
      {.method = "PUT", .target = "/bucket?acl", .headers = {{"x-amz-acl", "log-delivery-write"}}});
  EXPECT_EQ(answer.status, 200U) << answer.body;
}

}  // namespace
}  // namespace pail::emulator::testing
