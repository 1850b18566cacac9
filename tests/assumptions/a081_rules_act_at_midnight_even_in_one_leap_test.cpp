// Belief: each thing that rules do has the midnight of its own day, whatever the clock has jumped
// over, and the next thing counts from there. The service needs a year for what a test does in one
// move; what is left must be the same. Ours where the rules come late: what was overdue then is
// done as of their coming, and not as of a day when nothing was done.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption081, OneLeapLeavesWhatManyDaysLeave) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket");
  s3.put("bucket/key", "body");
  set_lifecycle(s3, "bucket", lifecycle_rule("r", "<Expiration><Days>1</Days></Expiration>"));
  s3.clock().advance(std::chrono::hours(24 * 365));
  run_lifecycle(s3);
  const Answer listed = s3.send({.target = "/bucket?versions"});
  EXPECT_EQ(listed.texts("DeleteMarker", "LastModified"),
            std::vector<std::string>{"2026-03-03T00:00:00.000Z"});
}

}  // namespace
}  // namespace pail::emulator::testing
