// Belief: to the rules about noncurrent versions a delete marker is a version: it is counted among
// the newer ones that are kept, and goes when its time has come. The documentation speaks of
// noncurrent delete markers that expire, and says nothing of the count.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption080, NoncurrentDeleteMarkersCountAndGo) {
  Harness s3;
  s3.make_bucket("bucket");
  set_versioning(s3, "bucket");
  s3.put("bucket/key", "one");
  s3.send({.method = "DELETE", .target = "/bucket/key"});
  s3.put("bucket/key", "two");
  const auto versions = [&s3] {
    const Answer listed = s3.send({.target = "/bucket?versions"});
    return listed.texts("Version", "Key").size() + 10 * listed.texts("DeleteMarker", "Key").size();
  };
  const auto keep = [&s3](const std::string& newer) {
    set_lifecycle(
        s3, "bucket",
        lifecycle_rule("r", "<NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays>" +
                                newer + "</NoncurrentVersionExpiration>"));
    s3.clock().advance(std::chrono::hours(48));
    run_lifecycle(s3);
  };
  keep("<NewerNoncurrentVersions>1</NewerNoncurrentVersions>");
  EXPECT_EQ(versions(), 11U) << "the marker is the newer one that is kept";
  keep("");
  EXPECT_EQ(versions(), 1U);
}

}  // namespace
}  // namespace pail::emulator::testing
