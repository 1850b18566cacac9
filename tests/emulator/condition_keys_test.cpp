#include "emulator/condition_keys.hpp"

#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

using access::Identity;
using access::Kind;
using signer::Scheme;

constexpr std::string_view none = "(none)";

class ConditionKeys : public ::testing::Test {
 protected:
  ConditionKeys() {
    request.method = "GET";
    request.peer = "203.0.113.7";
    user.kind = Kind::user;
    user.account = "123456789012";
    user.arn = "arn:aws:iam::123456789012:user/ann";
    user.user_id = "AIDAANN";
    user.user_name = "ann";
  }

  void ask(std::string_view text) { query = wire::Query::parse(text).value(); }

  // The values joined by '|'; "(none)" without any.
  std::string value(std::string_view key) {
    const RequestKeys keys({.request = request,
                            .headers = headers,
                            .query = query,
                            .directory = directory,
                            .caller = caller,
                            .scheme = scheme,
                            .now = test_time(),
                            .region = "eu-west-1",
                            .action = action,
                            .owner = owner,
                            .version_id = version_id,
                            .prefix = prefix});
    std::vector<std::string> values;
    keys.append(key, values);
    if (values.empty()) return std::string(none);
    std::string all;
    for (const std::string& one : values) all += (all.empty() ? "" : "|") + one;
    return all;
  }

  net::Request request;
  wire::Headers headers;
  wire::Query query;
  access::Directory directory{{{"AKIAONE", "s"}}};
  Identity user;
  const Identity* caller = &user;
  Scheme scheme = Scheme::v4_header;
  std::string_view action = "s3:GetObject";
  std::string owner;
  std::string_view version_id;
  std::optional<std::string_view> prefix;
};

TEST_F(ConditionKeys, SayWhereTheRequestCameFromAndWhen) {
  EXPECT_EQ(value("aws:sourceip"), "203.0.113.7");
  EXPECT_EQ(value("aws:securetransport"), "false");
  EXPECT_EQ(value("aws:currenttime"), "2026-03-01T12:00:00Z");
  EXPECT_EQ(value("aws:epochtime"), "1772366400");
  EXPECT_EQ(value("aws:requestedregion"), "eu-west-1");
  EXPECT_EQ(value("aws:referer"), none);
  EXPECT_EQ(value("aws:useragent"), none);
  request.tls = true;
  headers = {{"referer", "http://example.com/"}, {"USER-AGENT", "curl/8"}};
  EXPECT_EQ(value("aws:securetransport"), "true");
  EXPECT_EQ(value("aws:referer"), "http://example.com/");
  EXPECT_EQ(value("aws:useragent"), "curl/8");
}

TEST_F(ConditionKeys, SayWhoTheUserIs) {
  EXPECT_EQ(value("aws:principalarn"), "arn:aws:iam::123456789012:user/ann");
  EXPECT_EQ(value("aws:principalaccount"), "123456789012");
  EXPECT_EQ(value("aws:principaltype"), "User");
  EXPECT_EQ(value("aws:userid"), "AIDAANN");
  EXPECT_EQ(value("aws:username"), "ann");
  EXPECT_EQ(value("aws:tokenissuetime"), none);
  EXPECT_EQ(value("aws:multifactorauthpresent"), none) << "long-term keys say nothing of it";
}

TEST_F(ConditionKeys, SayWhenATokenWasIssued) {
  user.issued = test_time() - std::chrono::hours(1);
  EXPECT_EQ(value("aws:tokenissuetime"), "2026-03-01T11:00:00Z");
  EXPECT_EQ(value("aws:multifactorauthpresent"), "false");
  EXPECT_EQ(value("aws:username"), "ann") << "a user's own session is the user's";
}

TEST_F(ConditionKeys, SayTheRoleOfARolesSession) {
  user.kind = Kind::assumed_role;
  user.arn = "arn:aws:sts::123456789012:assumed-role/app/one";
  user.issuer_arn = "arn:aws:iam::123456789012:role/app";
  user.user_id = "AROAAPP:one";
  user.user_name = {};
  EXPECT_EQ(value("aws:principalarn"), "arn:aws:iam::123456789012:role/app");
  EXPECT_EQ(value("aws:principaltype"), "AssumedRole");
  EXPECT_EQ(value("aws:userid"), "AROAAPP:one");
  EXPECT_EQ(value("aws:username"), none);
}

TEST_F(ConditionKeys, SayWhatKindOfPrincipalAsks) {
  user.kind = Kind::root;
  EXPECT_EQ(value("aws:principaltype"), "Account");
  user.kind = Kind::federated_user;
  EXPECT_EQ(value("aws:principaltype"), "FederatedUser");
  caller = nullptr;
  EXPECT_EQ(value("aws:principaltype"), "Anonymous");
  EXPECT_EQ(value("aws:userid"), "anonymous");
  for (const char* key : {"aws:username", "aws:principalarn", "aws:principalaccount",
                          "aws:tokenissuetime", "aws:multifactorauthpresent"}) {
    EXPECT_EQ(value(key), none) << key;
  }
}

TEST_F(ConditionKeys, SayHowItWasSigned) {
  struct Row {
    Scheme scheme;
    std::string_view version, form;
  };
  for (const Row& row : {Row{Scheme::anonymous, none, none},
                         {Scheme::v2_header, "AWS", "REST-HEADER"},
                         {Scheme::v2_query, "AWS", "REST-QUERY-STRING"},
                         {Scheme::v2_post, "AWS", "POST"},
                         {Scheme::v4_header, "AWS4-HMAC-SHA256", "REST-HEADER"},
                         {Scheme::v4_query, "AWS4-HMAC-SHA256", "REST-QUERY-STRING"},
                         {Scheme::v4_post, "AWS4-HMAC-SHA256", "POST"},
                         {Scheme::v4a_header, "AWS4-ECDSA-P256-SHA256", "REST-HEADER"},
                         {Scheme::v4a_query, "AWS4-ECDSA-P256-SHA256", "REST-QUERY-STRING"}}) {
    scheme = row.scheme;
    EXPECT_EQ(value("s3:signatureversion"), row.version) << signer::name(scheme);
    EXPECT_EQ(value("s3:authtype"), row.form) << signer::name(scheme);
  }
}

TEST_F(ConditionKeys, SayHowOldASignatureIsWhereItTravels) {
  ask("X-Amz-Date=20260301T115958Z");
  EXPECT_EQ(value("s3:signatureage"), none) << "a header's is as old as the request";
  scheme = Scheme::v4_query;
  EXPECT_EQ(value("s3:signatureage"), "2000");
  scheme = Scheme::v2_query;
  EXPECT_EQ(value("s3:signatureage"), none) << "V2 does not say when";
  scheme = Scheme::v4_post;
  EXPECT_EQ(value("s3:signatureage"), none);
  headers = {{"x-amz-date", "20260301T115900Z"}};
  EXPECT_EQ(value("s3:signatureage"), "60000");
}

TEST_F(ConditionKeys, OfListingsBelongToListings) {
  ask("prefix=a%2Fb&delimiter=/&max-keys=5");
  for (const char* key : {"s3:prefix", "s3:delimiter", "s3:max-keys"}) {
    EXPECT_EQ(value(key), none) << key;
  }
  action = "s3:ListBucket";
  EXPECT_EQ(value("s3:prefix"), "a/b");
  EXPECT_EQ(value("s3:delimiter"), "/");
  EXPECT_EQ(value("s3:max-keys"), "5");
  ask("prefix=");
  EXPECT_EQ(value("s3:prefix"), "") << "sent empty is there";
  ask("list-type=2");
  EXPECT_EQ(value("s3:prefix"), none) << "not sent is not";
  prefix = "the/key";
  EXPECT_EQ(value("s3:prefix"), "the/key") << "of the question whether a key may be known";
}

TEST_F(ConditionKeys, AreHeadersByTheirNames) {
  headers = {{"X-Amz-Acl", "private"},
             {"x-amz-grant-read", "id=\"abc\""},
             {"x-amz-server-side-encryption", "AES256"},
             {"x-amz-storage-class", "STANDARD_IA"},
             {"x-amz-metadata-directive", "COPY"},
             {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
             {"x-amz-object-lock-mode", "GOVERNANCE"},
             {"If-Match", "\"e\""},
             {"If-None-Match", "*"}};
  EXPECT_EQ(value("s3:x-amz-acl"), "private");
  EXPECT_EQ(value("s3:x-amz-grant-read"), "id=\"abc\"");
  EXPECT_EQ(value("s3:x-amz-server-side-encryption"), "AES256");
  EXPECT_EQ(value("s3:x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(value("s3:x-amz-metadata-directive"), "COPY");
  EXPECT_EQ(value("s3:x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  EXPECT_EQ(value("s3:object-lock-mode"), "GOVERNANCE");
  EXPECT_EQ(value("s3:if-match"), "\"e\"");
  EXPECT_EQ(value("s3:if-none-match"), "*");
  EXPECT_EQ(value("s3:x-amz-grant-write"), none);
}

TEST_F(ConditionKeys, ShowTheCopySourceAsSentWithoutItsSlash) {
  EXPECT_EQ(value("s3:x-amz-copy-source"), none);
  headers = {{"x-amz-copy-source", "/b/a%20key"}};
  EXPECT_EQ(value("s3:x-amz-copy-source"), "b/a%20key");
  headers = {{"x-amz-copy-source", "b/k"}};
  EXPECT_EQ(value("s3:x-amz-copy-source"), "b/k");
}

TEST_F(ConditionKeys, SayWhoseTheBucketIsAndWhichVersionIsMeant) {
  EXPECT_EQ(value("s3:resourceaccount"), none);
  EXPECT_EQ(value("s3:versionid"), none);
  const auto root = directory.identity("AKIAONE");
  owner = root->canonical_id;
  version_id = "null";
  EXPECT_EQ(value("s3:resourceaccount"), root->account);
  EXPECT_EQ(value("aws:resourceaccount"), root->account);
  EXPECT_EQ(value("s3:versionid"), "null");
}

TEST_F(ConditionKeys, NeverShowTheTokenNorUnknownHeaders) {
  headers = {{"x-amz-security-token", "secret"}, {"x-amz-meta-a", "b"}, {"Authorization", "AWS"}};
  for (const char* key : {"s3:x-amz-security-token", "s3:x-amz-meta-a", "s3:authorization",
                          "x-amz-acl", "s3:", "aws:", "", "aws:nothing", "s3:acl"}) {
    EXPECT_EQ(value(key), none) << key;
  }
}

}  // namespace
}  // namespace pail::emulator::testing
