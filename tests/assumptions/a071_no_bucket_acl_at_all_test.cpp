// Belief: on a bucket without ACLs PutBucketAcl is refused whatever it says, private included. It
// is what configuration tools ran into when ACLs went out of use in April 2023. Wrong if the
// service takes an ACL here that changes nothing.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption071, ABucketWithoutAclsTakesNone) {
  Harness s3;
  s3.make_bucket("bucket");
  const Answer answer =
      s3.send({.method = "PUT", .target = "/bucket?acl", .headers = {{"x-amz-acl", "private"}}});
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.code(), "AccessControlListNotSupported");
}

}  // namespace
}  // namespace pail::emulator::testing
