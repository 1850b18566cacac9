#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

class DeleteObject : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "value");
  }
  Answer remove(HeaderList headers = {}, std::string query = {}, std::string key = "key") {
    return s3.send(
        {.method = "DELETE", .target = "/bucket/" + key + query, .headers = std::move(headers)});
  }
  bool there() { return s3.send({.method = "HEAD", .target = "/bucket/key"}).status == 200U; }
  Harness s3;
};

TEST_F(DeleteObject, SucceedsWhetherOrNotItWasThere) {
  EXPECT_EQ(remove().status, 204U);
  EXPECT_FALSE(there());
  EXPECT_EQ(remove().status, 204U);
  EXPECT_EQ(remove({}, {}, "never-there").status, 204U);
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/missing/key"}).code(), "NoSuchBucket");
}

TEST_F(DeleteObject, IfMatchDecides) {
  const Answer other = remove({{"If-Match", "\"other\""}});
  EXPECT_EQ(other.status, 412U);
  EXPECT_EQ(other.element("Condition"), "If-Match");
  EXPECT_TRUE(there());
  const std::string etag = s3.send({.method = "HEAD", .target = "/bucket/key"}).header("ETag");
  EXPECT_EQ(remove({{"If-Match", etag}}).status, 204U);
  EXPECT_EQ(remove({{"If-Match", "*"}}).code(), "NoSuchKey");
  s3.put("bucket/key", "again");
  EXPECT_EQ(remove({{"If-Match", "*"}}).status, 204U);
}

TEST_F(DeleteObject, TheOneVersionIsCalledNull) {
  EXPECT_EQ(remove({}, "?versionId=abcdefghijklmnopqrstuvwxyz012345").status, 204U);
  EXPECT_EQ(remove({}, "?versionId=1").code(), "InvalidArgument");
  EXPECT_TRUE(there());
  EXPECT_EQ(remove({}, "?versionId=null").status, 204U);
  EXPECT_FALSE(there());
}

TEST_F(DeleteObject, WhatCannotBeHonouredIsRefused) {
  for (const std::string header : {"x-amz-if-match-size", "x-amz-if-match-last-modified-time"}) {
    const Answer answer = remove({{header, "5"}});
    EXPECT_EQ(answer.status, 501U);
    EXPECT_EQ(answer.element("Header"), header);
  }
  const Answer bypass = remove({{"x-amz-bypass-governance-retention", "true"}});
  EXPECT_EQ(bypass.message(),
            "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.");
  EXPECT_EQ(bypass.elements(), "Code Message ArgumentName RequestId HostId");
  EXPECT_TRUE(there());
}

}  // namespace
}  // namespace pail::emulator::testing
