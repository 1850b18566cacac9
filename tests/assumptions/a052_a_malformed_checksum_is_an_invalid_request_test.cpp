// Belief: a checksum that is no Base64 of the algorithm's width is refused as a header (measured),
// before anything is computed. A conformance suite of another server expects BadDigest. Wrong if a
// recording has that code.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption052, AMalformedChecksumIsAnInvalidRequest) {
  Harness s3;
  s3.make_bucket("bucket");
  for (const std::string name : {"sha256", "crc64nvme", "xxhash3"}) {
    const Answer answer = s3.send({.method = "PUT",
                                   .target = "/bucket/key",
                                   .headers = {{"x-amz-checksum-" + name, "bad"}},
                                   .body = "x"});
    EXPECT_EQ(answer.status, 400U) << name;
    EXPECT_EQ(answer.code(), "InvalidRequest") << name;
    EXPECT_EQ(answer.message(), "Value for x-amz-checksum-" + name + " header is invalid.");
  }
}

}  // namespace
}  // namespace pail::emulator::testing
