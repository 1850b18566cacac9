// AssumeRoleWithWebIdentity: who has a token of a known provider needs no key.
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"
#include "tests/signer/jwt_support.hpp"

namespace pail::emulator::testing {
namespace {

using signer::testing::test_claims;
using signer::testing::test_issuer;
using signer::testing::TestIssuer;

const TestIssuer issuer;

class WebIdentity : public ::testing::Test {
 protected:
  void SetUp() override {
    harness.make_bucket("bkt");
    harness.put("bkt/x", "1");
    const std::string account =
        text_at(root.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
    role = root.make_role(
        "web", R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
        "Principal":{"Federated":"arn:aws:iam::)" +
                   account +
                   R"(:oidc-provider/idp.example.com/pool"},
        "Condition":{"StringEquals":{"idp.example.com/pool:aud":"phone-app"},
                     "StringLike":{"idp.example.com/pool:sub":"user-*"}}}]})");
    root.iam("PutRolePolicy",
             {{"RoleName", "web"},
              {"PolicyName", "read"},
              {"PolicyDocument",
               R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]})"}});
  }
  Answer assume(const std::string& token, FormFieldList more = {}) {
    more.insert(more.end(),
                {{"RoleArn", role}, {"RoleSessionName", "phone"}, {"WebIdentityToken", token}});
    return send_unsigned(harness, {{}, "sts", "AssumeRoleWithWebIdentity", more});
  }

  Harness harness{{.oidc = {{test_issuer, issuer.jwks()}}}};
  QueryClient root{harness, default_keys()};
  std::string role;
};

TEST_F(WebIdentity, ATokenBecomesTemporaryKeys) {
  const Answer answer = assume(issuer.sign(test_claims()));
  ASSERT_EQ(answer.status, 200U) << answer.body;
  const std::string result = "AssumeRoleWithWebIdentityResult/";
  EXPECT_EQ(text_at(answer, result + "SubjectFromWebIdentityToken"), "user-1");
  EXPECT_EQ(text_at(answer, result + "Audience"), "phone-app");
  EXPECT_EQ(text_at(answer, result + "Provider"), test_issuer);
  EXPECT_EQ(text_at(answer, result + "Credentials/Expiration"), "2026-03-01T13:00:00Z");
  EXPECT_TRUE(text_at(answer, result + "AssumedRoleUser/Arn").ends_with(":assumed-role/web/phone"));
  const auto keys = credentials_in(answer, "AssumeRoleWithWebIdentity");
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "200");
  EXPECT_EQ(put_with(harness, keys, "/bkt/x"), "403 AccessDenied");
}

TEST_F(WebIdentity, ASessionPolicyLimitsIt) {
  const Answer answer = assume(issuer.sign(test_claims()),
                               {{"Policy",
                                 R"({"Statement":[{"Effect":"Allow","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::other/*"}]})"}});
  const auto keys = credentials_in(answer, "AssumeRoleWithWebIdentity");
  EXPECT_EQ(get_with(harness, keys, "/bkt/x"), "403 AccessDenied");
}

TEST_F(WebIdentity, TheTrustPolicySeesAudienceAndSubject) {
  const std::string denied =
      "403 AccessDenied: Not authorized to perform "
      "sts:AssumeRoleWithWebIdentity";
  auto claims = test_claims();
  claims["aud"] = "web-app";
  EXPECT_EQ(refusal(assume(issuer.sign(claims))), denied);
  claims = test_claims();
  claims["sub"] = "admin";
  EXPECT_EQ(refusal(assume(issuer.sign(claims))), denied);
  role.back() = 'x';
  EXPECT_EQ(refusal(assume(issuer.sign(test_claims()))), denied) << "no such role";
}

TEST_F(WebIdentity, ARoleThatTrustsNoProviderIsNotToBeHad) {
  role = root.make_role("keys-only", R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},
      "Action":"sts:AssumeRole"}]})");
  EXPECT_EQ(refusal(assume(issuer.sign(test_claims()))).substr(0, 16), "403 AccessDenied");
}

TEST_F(WebIdentity, TokensAreJudgedByTheWorldsClock) {
  const std::string token = issuer.sign(test_claims());
  harness.clock().advance(std::chrono::hours(2));
  EXPECT_EQ(refusal(assume(token)),
            "400 ExpiredTokenException: Token expired: current date/time 2026-03-01T14:00:00Z must "
            "be before the expiration date/time 2026-03-01T13:00:00Z");
  harness.clock().advance(-std::chrono::hours(4));
  EXPECT_EQ(refusal(assume(token)),
            "403 IDPRejectedClaim: Token is not valid before 2026-03-01T12:00:00Z");
}

TEST_F(WebIdentity, ForgeriesAndStrangersAreRefused) {
  EXPECT_EQ(refusal(assume(TestIssuer(9).sign(test_claims()))).substr(0, 24),
            "400 InvalidIdentityToken");
  EXPECT_EQ(refusal(assume("not a token")).substr(0, 24), "400 InvalidIdentityToken");
  EXPECT_EQ(refusal(assume("")).substr(0, 19), "400 ValidationError");
  EXPECT_EQ(
      refusal(assume(issuer.sign(test_claims()), {{"ProviderId", "www.amazon.com"}})).substr(0, 19),
      "400 ValidationError");
}

TEST_F(WebIdentity, BrokenKeySetsStopTheEmulatorFromStarting) {
  EXPECT_THROW(Emulator({.oidc = {{test_issuer, "{}"}}}), std::invalid_argument);
}

}  // namespace
}  // namespace pail::emulator::testing
