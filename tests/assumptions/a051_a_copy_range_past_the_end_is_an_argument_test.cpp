// Belief: a range of UploadPartCopy that ends behind the source is InvalidArgument (recorded); only
// GET has InvalidRange for that. A conformance suite of another server expects InvalidRange here
// too. Wrong if a recording has that code.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption051, ACopyRangePastTheEndIsAnInvalidArgument) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/source", "hello");
  const std::string id =
      s3.send({.method = "POST", .target = "/bucket/key?uploads"}).element("UploadId");
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/bucket/key?partNumber=1&uploadId=" + id,
                                 .headers = {{"x-amz-copy-source", "bucket/source"},
                                             {"x-amz-copy-source-range", "bytes=0-21"}}});
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.code(), "InvalidArgument");
}

}  // namespace
}  // namespace pail::emulator::testing
