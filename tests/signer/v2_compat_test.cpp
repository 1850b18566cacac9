#include "signer/v2_compat.hpp"

#include <gmock/gmock.h>

#include "signer/v2.hpp"
#include "tests/signer/outcomes.hpp"
#include "tests/signer/support.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Received;
using testing::Request;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> resources(const Request& request) {
  return v2::resources_of_boto(Received(request).message());
}

TEST(ResourcesOfBoto, ABareBucketHasOneWithASlash) {
  EXPECT_THAT(resources({.path = "/b"}), UnorderedElementsAre("/b/"));
  EXPECT_THAT(resources({.path = "/b", .query = "prefix=x"}),
              UnorderedElementsAre("/b/", "/b?prefix=x", "/b/?prefix=x"));
}

TEST(ResourcesOfBoto, AnOrdinaryRequestForAnObjectHasNone) {
  EXPECT_THAT(resources({.path = "/b/k"}), IsEmpty());
  EXPECT_THAT(resources({.path = "/k", .host_bucket = "b"}), IsEmpty());
  EXPECT_THAT(resources({.path = "/"}), IsEmpty());
}

TEST(ResourcesOfBoto, TheTemplatesQueryIsPartOfThePath) {
  EXPECT_THAT(resources({.path = "/b", .query = "list-type=2&prefix=a%20b"}),
              Contains("/b?list-type=2"));
  EXPECT_THAT(resources({.path = "/b", .query = "acl"}), Contains("/b?acl?acl"));
  EXPECT_THAT(resources({.path = "/b/k", .query = "uploads"}), Contains("/b/k?uploads?uploads"));
  EXPECT_THAT(resources({.path = "/b/k", .query = "select&select-type=2"}),
              Contains("/b/k?select&select-type=2?select&select-type=2"));
}

TEST(ResourcesOfBoto, LaterReleasesPutTheSubResourceBehindASlash) {
  EXPECT_THAT(resources({.path = "/b", .query = "acl"}), Contains("/b/?acl"));
  EXPECT_THAT(resources({.path = "/b", .query = "list-type=2"}), Contains("/b/"));
}

TEST(ResourcesOfBoto, NamesMissingInItsListAreLeftOut) {
  for (const std::string name :
       {"attributes", "encryption", "intelligent-tiering", "legal-hold", "metadataTable",
        "ownershipControls", "policyStatus", "publicAccessBlock", "retention"}) {
    EXPECT_THAT(resources({.path = "/b/k", .query = name + "&versionId=v%2F1"}),
                Contains("/b/k?versionId=v/1"))
        << name;
  }
  EXPECT_THAT(resources({.path = "/b/k", .query = "acl"}), Not(Contains("/b/k")));
}

TEST(ResourcesOfBoto, InAVirtualHostItSignsTheBucketWithoutItsSlash) {
  EXPECT_THAT(resources({.path = "/", .query = "acl", .host_bucket = "b"}), Contains("/b?acl?acl"));
  EXPECT_THAT(resources({.path = "/", .host_bucket = "b"}), UnorderedElementsAre("/b"));
}

TEST(ResourcesOfBoto, AreFewForAnyRequest) {
  EXPECT_THAT(resources({.path = "/b", .query = "a&b&c&d&e&f&g&acl&encryption"}),
              SizeIs(::testing::Le(8U)));
}

// A request whose V2 signature covers `resource` in place of its own.
Request signed_over(std::string_view resource, Request request, std::string_view secret) {
  request.headers.emplace_back("Date", testing::moment_http);
  const Key key({testing::access_key, std::string(secret)});
  const std::string text =
      v2::string_to_sign(Received(request).message(), testing::moment_http, resource);
  request.headers.emplace_back("Authorization",
                               "AWS " + std::string(testing::access_key) + ":" + key.sign_v2(text));
  return request;
}

std::string judged(const Request& request, bool boto_v2, wire::Time now = testing::moment) {
  const Received received(request);
  return testing::outcome(verify(received.message(), testing::usual_keys(),
                                 {.now = now, .region = "us-east-1", .compat = {boto_v2}}));
}

TEST(VerifyV2Compat, LetsBotosResourceInOnlyWhenAsked) {
  const Request request = signed_over("/b/", {.path = "/b"}, testing::secret_key);
  EXPECT_EQ(judged(request, true), "accepted");
  EXPECT_EQ(judged(request, false), testing::mismatch);
}

TEST(VerifyV2Compat, LeavesEveryOtherJudgementAsItIs) {
  EXPECT_EQ(judged(signed_over("/b", {.path = "/b"}, testing::secret_key), true), "accepted");
  EXPECT_EQ(judged(signed_over("/c/", {.path = "/b"}, testing::secret_key), true),
            testing::mismatch);
  const Request wrong = signed_over("/b/", {.path = "/b"}, "wrong");
  EXPECT_EQ(judged(wrong, true), testing::mismatch);
  const Request late = signed_over("/b/", {.path = "/b"}, testing::secret_key);
  EXPECT_EQ(judged(late, true, testing::moment + std::chrono::hours(1)), testing::skewed);
}

TEST(VerifyV2Compat, ARefusalPrintsS3sStringToSign) {
  const Received received(signed_over("/c/", {.path = "/b"}, testing::secret_key));
  const auto result = verify(received.message(), testing::usual_keys(),
                             {.now = testing::moment, .region = "us-east-1", .compat = {true}});
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().detail("StringToSign").ends_with("\n/b"));
}

TEST(VerifyV2Compat, HoldsForPresignedUrls) {
  Request request{.path = "/b", .query = "list-type=2"};
  const Key key({testing::access_key, testing::secret_key});
  const std::string text =
      v2::string_to_sign(Received(request).message(), "1360112265", "/b?list-type=2");
  request.query += "&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1360112265&Signature=" +
                   wire::percent_encode(key.sign_v2(text), false);
  EXPECT_EQ(judged(request, true), "accepted");
  EXPECT_EQ(judged(request, false), testing::mismatch);
}

}  // namespace
}  // namespace pail::signer
