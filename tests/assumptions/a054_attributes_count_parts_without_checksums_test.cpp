// Belief: GetObjectAttributes lists the parts of an object only where the upload asked for a
// checksum algorithm, and tells their number alone otherwise (documented). A conformance suite of
// another server expects the list in any case. Wrong if a recording of an upload without one has
// Part elements.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption054, AttributesOnlyCountPartsThatHaveNoChecksums) {
  Harness s3;
  s3.make_bucket("bucket");
  const std::string id =
      s3.send({.method = "POST", .target = "/bucket/key?uploads"}).element("UploadId");
  const std::string etag =
      s3.send(
            {.method = "PUT", .target = "/bucket/key?partNumber=1&uploadId=" + id, .body = "hello"})
          .header("ETag");
  ASSERT_EQ(s3.send({.method = "POST",
                     .target = "/bucket/key?uploadId=" + id,
                     .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                             etag + "</ETag></Part></CompleteMultipartUpload>"})
                .status,
            200U);
  const Answer answer = s3.send({.target = "/bucket/key?attributes",
                                 .headers = {{"x-amz-object-attributes", "ObjectParts"}}});
  EXPECT_EQ(answer.texts("ObjectParts", "PartsCount"), std::vector<std::string>{"1"});
  EXPECT_TRUE(answer.texts("ObjectParts", "Part").empty());
}

}  // namespace
}  // namespace pail::emulator::testing
