// Belief: x-amz-copy-source is encoded as a path is, so a plus means itself; SDKs encode it either
// way. Wrong if the service copies the key with a space for it.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption056, APlusInACopySourceIsAPlus) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/a+b", "plus");
  s3.put("bucket/a%20b", "space");
  for (const auto& [source, body] :
       {std::pair("bucket/a+b", "plus"), std::pair("bucket/a%2Bb", "plus"),
        std::pair("bucket/a%20b", "space")}) {
    const Answer answer = s3.send(
        {.method = "PUT", .target = "/bucket/copy", .headers = {{"x-amz-copy-source", source}}});
    EXPECT_EQ(answer.status, 200U) << source;
    EXPECT_EQ(s3.get("bucket/copy"), body) << source;
  }
}

}  // namespace
}  // namespace pail::emulator::testing
