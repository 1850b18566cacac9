// PutBucketTagging, GetBucketTagging, DeleteBucketTagging.
#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view hello =
    "<Tagging><TagSet><Tag><Key>Hello</Key><Value>World</Value></Tag></TagSet></Tagging>";

class BucketTagging : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer put(std::string_view document) {
    return s3.send(document_put("/bucket?tagging", std::string(document)));
  }
  Answer get() { return s3.send({.target = "/bucket?tagging"}); }
  void expect_none() {
    const Answer answer = get();
    EXPECT_EQ(answer.status, 404U);
    EXPECT_EQ(answer.code(), "NoSuchTagSet");
    EXPECT_EQ(answer.message(), "The TagSet does not exist");
    EXPECT_EQ(answer.element("BucketName"), "bucket");
  }
  Harness s3;
};

TEST_F(BucketTagging, IsPutGotAndDeleted) {
  expect_none();
  const Answer put_answer = put(hello);
  EXPECT_EQ(put_answer.status, 204U) << put_answer.body;
  const Answer answer = get();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_NE(answer.body.find("<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>"
                             "<Tag><Key>Hello</Key><Value>World</Value></Tag></TagSet></Tagging>"),
            std::string::npos)
      << answer.body;
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket?tagging"}).status, 204U);
  expect_none();
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket?tagging"}).status, 204U);
}

TEST_F(BucketTagging, AnEmptySetIsNone) {
  put(hello);
  EXPECT_EQ(put("<Tagging><TagSet/></Tagging>").status, 204U);
  expect_none();
}

TEST_F(BucketTagging, RefusalsLeaveTheTags) {
  put(hello);
  EXPECT_EQ(
      put("<Tagging><TagSet><Tag><Key>aws:x</Key><Value/></Tag></TagSet></Tagging>").message(),
      "System tags cannot be added/updated by requester");
  EXPECT_EQ(put("").code(), "MissingRequestBodyError");
  EXPECT_EQ(
      s3.send({.method = "PUT", .target = "/bucket?tagging", .body = std::string(hello)}).message(),
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  EXPECT_EQ(get().status, 200U);
}

TEST_F(BucketTagging, IsTheBucketsAlone) {
  s3.put("bucket/key", "x");
  put(hello);
  EXPECT_EQ(s3.send({.target = "/bucket/key?tagging"}).body.find("Hello"), std::string::npos);
  EXPECT_EQ(s3.send({.target = "/none?tagging"}).code(), "NoSuchBucket");
}

}  // namespace
}  // namespace pail::emulator::testing
