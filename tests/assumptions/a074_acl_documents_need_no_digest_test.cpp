// Belief: PutBucketAcl and PutObjectAcl take a document without Content-MD5 or checksum. The SDKs
// send one and their model calls it required; s3cmd has never sent one and sets ACLs. Wrong if the
// service answers InvalidRequest, as it does for other documents.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption074, AnAclIsTakenWithoutADigest) {
  Harness s3;
  const HeaderList with_acls = {{"x-amz-object-ownership", "ObjectWriter"}};
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket", .headers = with_acls}).status, 200U);
  s3.put("bucket/key", "");
  for (const std::string target : {"/bucket?acl", "/bucket/key?acl"}) {
    const std::string shown = s3.send({.target = target}).body;
    EXPECT_EQ(s3.send({.method = "PUT", .target = target, .body = shown}).status, 200U) << target;
  }
}

}  // namespace
}  // namespace pail::emulator::testing
