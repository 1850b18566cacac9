// Belief: the rule's ID in x-amz-expiration and x-amz-abort-rule-id is URL-encoded, as the
// documentation says. Wrong if the service sends it as it is: answers quoted in public threads have
// spaces in them.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/lifecycle.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption077, TheIdOfARuleIsUrlEncoded) {
  Harness s3;
  s3.make_bucket("bucket");
  set_lifecycle(s3, "bucket",
                lifecycle_rule("after 1 day", "<Expiration><Days>1</Days></Expiration>"));
  const Answer put = s3.send({.method = "PUT", .target = "/bucket/key"});
  EXPECT_EQ(put.header("x-amz-expiration"),
            "expiry-date=\"Tue, 03 Mar 2026 00:00:00 GMT\", rule-id=\"after%201%20day\"");
}

}  // namespace
}  // namespace pail::emulator::testing
