// Belief: If-Match beside versionId is judged on that version, not on the current one. The fact
// sheet says only that a DELETE takes If-Match. Wrong if a recording refuses the removal of an
// older version by its own ETag.
#include <gtest/gtest.h>

#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption012, AConditionBesideAnIdIsAboutThatVersion) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket", "Enabled");
  const std::string older = put_version(s3, "bucket/key", "older");
  const std::string etag = s3.send({.method = "HEAD", .target = "/bucket/key"}).header("ETag");
  put_version(s3, "bucket/key", "newer");
  const auto status = [&](const std::string& condition) {
    return s3
        .send({.method = "DELETE",
               .target = "/bucket/key?versionId=" + older,
               .headers = {{"If-Match", condition}}})
        .status;
  };
  EXPECT_EQ(status("\"other\""), 412U);
  EXPECT_EQ(status(etag), 204U);
  EXPECT_EQ(s3.get("bucket/key"), "newer");
}

}  // namespace
}  // namespace pail::emulator::testing
