// Belief: where a bucket has no ACLs, an owner may still send x-amz-acl: private with an object, as
// it amounts to bucket-owner-full-control. Upload libraries have sent it by default since long
// before 2023 and go on working; the documentation speaks of "an equivalent form". Wrong if the
// service answers AccessControlListNotSupported to the owner, too.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption070, PrivateFromTheOwnerIsTakenWhereThereAreNoAcls) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "value", {{"x-amz-acl", "private"}});
  EXPECT_EQ(s3.get("bucket/key"), "value");
}

}  // namespace
}  // namespace pail::emulator::testing
