// Belief: a deletion that succeeds without finding anything is no event; where the bucket keeps
// versions, the delete marker it leaves is one. Wrong if the service tells of every DELETE.
#include <gtest/gtest.h>

#include "tests/assumptions/notifications.hpp"
#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption093, RemovingNothingIsNoEvent) {
  ToldHarness s3;
  s3.configure(queue_rule("s3:ObjectRemoved:*"), "true");
  s3.send({.method = "DELETE", .target = "/bucket/never"});
  EXPECT_EQ(s3.told(), std::vector<std::string>{});
  set_versioning(s3, "bucket");
  s3.send({.method = "DELETE", .target = "/bucket/never"});
  EXPECT_EQ(s3.told(), std::vector<std::string>{"ObjectRemoved:DeleteMarkerCreated never"});
}

}  // namespace
}  // namespace pail::emulator::testing
