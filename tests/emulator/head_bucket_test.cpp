#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(HeadBucket, SaysWhereTheBucketIs) {
  Harness s3;
  s3.make_bucket("bucket");
  const Answer answer = s3.send({.method = "HEAD", .target = "/bucket"});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("x-amz-bucket-region"), "us-east-1");
  EXPECT_EQ(answer.header("x-amz-bucket-arn"), "arn:aws:s3:::bucket");
  EXPECT_EQ(answer.header("x-amz-access-point-alias"), "false");
}

TEST(HeadBucket, RefusalsAreStatusesAlone) {
  Harness s3;
  s3.make_bucket("bucket");
  const auto head = [&](std::string target, Signing signing) {
    return s3.send({.method = "HEAD", .target = std::move(target), .signing = signing});
  };
  EXPECT_EQ(head("/missing", Signing::v4).status, 404U);
  EXPECT_EQ(head("/bucket", Signing::none).status, 403U);
  EXPECT_EQ(head("/missing", Signing::v4).body, "");
}

}  // namespace
}  // namespace pail::emulator::testing
