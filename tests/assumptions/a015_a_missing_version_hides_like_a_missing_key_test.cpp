// Belief: a caller without s3:ListBucket is told AccessDenied for a version that is not there, as
// for a key that is not. The fact sheet says it of keys; "null" is an id that anybody can guess.
// Wrong if a recording shows such a caller NoSuchVersion.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "tests/emulator/support/query_client.hpp"

namespace pail::emulator::testing {
namespace {

TEST(Assumption015, AMissingVersionHidesLikeAMissingKey) {
  Harness s3;
  s3.make_bucket("bucket");
  QueryClient root(s3, default_keys());
  const auto keys = root.make_user("ann");
  const auto code_with = [&](const std::string& actions, const std::string& query) {
    root.iam(
        "PutUserPolicy",
        {{"UserName", "ann"},
         {"PolicyName", "rules"},
         {"PolicyDocument",
          R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*","Action":)" +
              actions + "}]}"}});
    return s3
        .send({.target = "/bucket/missing" + query,
               .access_key = keys.access_key,
               .secret_key = keys.secret_key})
        .code();
  };
  const std::string reading = R"(["s3:GetObject","s3:GetObjectVersion"])";
  const std::string listing = R"(["s3:GetObject","s3:GetObjectVersion","s3:ListBucket"])";
  EXPECT_EQ(code_with(reading, ""), "AccessDenied");
  EXPECT_EQ(code_with(listing, ""), "NoSuchKey");
  EXPECT_EQ(code_with(reading, "?versionId=null"), "AccessDenied");
  EXPECT_EQ(code_with(listing, "?versionId=null"), "NoSuchVersion");
}

}  // namespace
}  // namespace pail::emulator::testing
