// Belief: who asks for a version by its id is not told when it expires, not even of the current
// one. From recordings that another emulator's tests quote; the documentation only leaves out
// versions that are not current.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption078, NoExpirationForAVersionAskedForByItsId) {
  Harness s3;
  s3.make_bucket("bucket");
  set_lifecycle(s3, "bucket", lifecycle_rule("r", "<Expiration><Days>1</Days></Expiration>"));
  s3.put("bucket/key", "body");
  EXPECT_TRUE(s3.send({.method = "HEAD", .target = "/bucket/key"}).has("x-amz-expiration"));
  EXPECT_FALSE(
      s3.send({.method = "HEAD", .target = "/bucket/key?versionId=null"}).has("x-amz-expiration"));
}

}  // namespace
}  // namespace pail::emulator::testing
