// Belief: events of a bucket whose versioning is suspended have no versionId, since what is written
// there is the null version, as before there were versions at all. Wrong if they say "null".
#include <gtest/gtest.h>

#include "tests/assumptions/notifications.hpp"
#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption091, TheNullVersionHasNoNameInEvents) {
  ToldHarness s3;
  set_versioning(s3, "bucket");
  set_versioning(s3, "bucket", "Suspended");
  s3.configure(queue_rule("s3:ObjectCreated:*", "s3:ObjectRemoved:*"), "true");
  s3.put("bucket/k", "x");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/k"}).header("x-amz-version-id"),
            "null");
  ASSERT_EQ(s3.told(), (std::vector<std::string>{"ObjectCreated:Put k",
                                                 "ObjectRemoved:DeleteMarkerCreated k"}));
  for (const std::string& detail : s3.details()) {
    EXPECT_EQ(detail.find("versionId"), std::string::npos) << detail;
  }
}

}  // namespace
}  // namespace pail::emulator::testing
