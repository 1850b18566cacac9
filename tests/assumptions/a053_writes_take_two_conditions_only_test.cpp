// Belief: a write takes If-None-Match: * and If-Match: "etag" and answers NotImplemented to every
// other form (recorded). A conformance suite of another server has If-None-Match with an ETag and
// If-Match: * judged like those of reads. Wrong if the service begins to do so.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption053, WritesTakeTwoConditionsOnly) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "hello");
  for (const auto& [name, value] :
       HeaderList{{"If-None-Match", "badetag"}, {"If-None-Match", "\"x\""}, {"If-Match", "*"}}) {
    const Answer answer = s3.send(
        {.method = "PUT", .target = "/bucket/key", .headers = {{name, value}}, .body = "x"});
    EXPECT_EQ(answer.status, 501U) << name;
    EXPECT_EQ(answer.element("Header"), name);
  }
  EXPECT_EQ(s3.get("bucket/key"), "hello");
}

}  // namespace
}  // namespace pail::emulator::testing
