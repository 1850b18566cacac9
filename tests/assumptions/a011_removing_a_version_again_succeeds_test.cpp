// Belief: removing a version that is not there (any more) succeeds, as removing a key does, and the
// answer repeats the id. Clients that empty a bucket with several workers, or try again after a
// lost answer, rely on it. Wrong if the service answers NoSuchVersion.
#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption011, RemovingAVersionAgainSucceeds) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket", "Enabled");
  const std::string id = put_version(s3, "bucket/key", "x");
  for (int time = 0; time < 2; ++time) {
    const Answer answer = s3.send({.method = "DELETE", .target = "/bucket/key?versionId=" + id});
    EXPECT_EQ(answer.status, 204U) << answer.body;
    EXPECT_EQ(answer.header("x-amz-version-id"), id);
    EXPECT_FALSE(answer.has("x-amz-delete-marker"));
  }
}

}  // namespace
}  // namespace pail::emulator::testing
