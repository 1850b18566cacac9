#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class AbortMultipartUpload : public MultipartTest {
 protected:
  Answer abort(std::string_view id, HeaderList headers = {}) {
    return s3.send(
        {.method = "DELETE", .target = upload_target(id), .headers = std::move(headers)});
  }
};

TEST_F(AbortMultipartUpload, TheUploadGoesAndNothingElse) {
  s3.put("bucket/key", "object");
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 1, "part").status, 200U);
  const Answer answer = abort(id);
  EXPECT_EQ(answer.status, 204U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(s3.send({.target = upload_target(id)}).code(), "NoSuchUpload");
  EXPECT_EQ(s3.get("bucket/key"), "object");
}

TEST_F(AbortMultipartUpload, WhatIsGoneCannotBeGivenUpAgain) {
  const std::string id = begin();
  ASSERT_EQ(abort(id).status, 204U);
  EXPECT_EQ(abort(id).status, 404U);
  EXPECT_EQ(abort("56788").code(), "NoSuchUpload");
}

TEST_F(AbortMultipartUpload, AConditionOfDirectoryBucketsIsRefused) {
  const std::string id = begin();
  const Answer answer =
      abort(id, {{"x-amz-if-match-initiated-time", "Sun, 01 Mar 2026 12:00:00 GMT"}});
  EXPECT_EQ(answer.status, 501U);
  EXPECT_EQ(answer.element("Header"), "x-amz-if-match-initiated-time");
  EXPECT_EQ(abort(id).status, 204U);
}

TEST_F(AbortMultipartUpload, AnOpenUploadDoesNotKeepItsBucket) {
  const std::string id = begin();
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket"}).status, 204U);
  s3.make_bucket("bucket");
  EXPECT_EQ(abort(id).code(), "NoSuchUpload");
}

}  // namespace
}  // namespace pail::emulator::testing
