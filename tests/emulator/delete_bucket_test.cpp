#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(DeleteBucket, OnlyAnEmptyOne) {
  Harness s3;
  s3.make_bucket("bucket");
  s3.put("bucket/key", "");
  const Answer full = s3.send({.method = "DELETE", .target = "/bucket"});
  EXPECT_EQ(full.status, 409U);
  EXPECT_EQ(full.code(), "BucketNotEmpty");
  EXPECT_EQ(full.message(), "The bucket you tried to delete is not empty");
  EXPECT_EQ(full.elements(), "Code Message BucketName RequestId HostId");
  s3.send({.method = "DELETE", .target = "/bucket/key"});
  const Answer gone = s3.send({.method = "DELETE", .target = "/bucket"});
  EXPECT_EQ(gone.status, 204U);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket"}).code(), "NoSuchBucket");
}

}  // namespace
}  // namespace pail::emulator::testing
