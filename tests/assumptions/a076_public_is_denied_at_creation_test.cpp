// Belief: a new bucket blocks public ACLs before it exists: CreateBucket with one is AccessDenied,
// as PutBucketAcl is later on. The fact sheet says so of all that sets public ACLs; the service may
// have a code of its own here. Wrong in the code if a recording shows it.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption076, ABucketIsNotMadePublic) {
  Harness s3;
  const Answer answer = s3.send(
      {.method = "PUT",
       .target = "/bucket",
       .headers = {{"x-amz-object-ownership", "ObjectWriter"}, {"x-amz-acl", "public-read"}}});
  EXPECT_EQ(answer.status, 403U);
  EXPECT_EQ(answer.code(), "AccessDenied");
  EXPECT_EQ(s3.send({.target = "/bucket"}).status, 404U);
}

}  // namespace
}  // namespace pail::emulator::testing
