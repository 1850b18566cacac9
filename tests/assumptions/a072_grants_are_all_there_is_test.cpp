// Belief: an ACL of grant headers holds what they say and no more; the owner is not added, though
// it keeps its rights. A public test suite expects it so. Wrong if the service adds the owner.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption072, GrantHeadersAreTheWholeAcl) {
  Harness s3;
  const HeaderList with_acls = {{"x-amz-object-ownership", "ObjectWriter"}};
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket", .headers = with_acls}).status, 200U);
  const std::string me = s3.send({.target = "/"}).texts("Owner", "ID").front();
  s3.put("bucket/key", "", {{"x-amz-grant-read", "id=" + me}});
  const Answer acl = s3.send({.target = "/bucket/key?acl"});
  EXPECT_EQ(acl.texts("AccessControlList", "Grant").size(), 1U);
  EXPECT_NE(acl.body.find("<Permission>READ</Permission>"), std::string::npos) << acl.body;
}

}  // namespace
}  // namespace pail::emulator::testing
