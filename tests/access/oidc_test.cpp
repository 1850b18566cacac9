#include "emulator/access/oidc.hpp"

#include <gtest/gtest.h>

#include "tests/signer/jwt_support.hpp"

namespace pail::access {
namespace {

using signer::testing::test_claims;
using signer::testing::test_issuer;
using signer::testing::TestIssuer;

const TestIssuer issuer;

constexpr wire::Time at(std::int64_t seconds) {
  return wire::Time(std::chrono::seconds(seconds));
}
constexpr std::int64_t begins = 1'772'366'400;
constexpr std::int64_t ends = 1'772'370'000;

OidcProviders providers() {
  return OidcProviders::open({{test_issuer, issuer.jwks()}}).value();
}

std::string outcome(const std::string& token, wire::Time now = at(begins)) {
  const auto who = providers().identify(token, now);
  return who ? who.value().provider + " " + who.value().subject : wire::describe(who.error());
}

TEST(Oidc, ATokenOfAKnownIssuerIsProven) {
  EXPECT_EQ(outcome(issuer.sign(test_claims())), "idp.example.com/pool user-1");
}

TEST(Oidc, ATokenHasItsTimeWithALeewayOfAMinute) {
  const std::string token = issuer.sign(test_claims());
  EXPECT_TRUE(outcome(token, at(begins - 61)).starts_with("IDPRejectedClaim: Token is not valid"));
  EXPECT_EQ(outcome(token, at(begins - 60)), "idp.example.com/pool user-1");
  EXPECT_EQ(outcome(token, at(ends + 59)), "idp.example.com/pool user-1");
  EXPECT_EQ(outcome(token, at(ends + 60)),
            "ExpiredTokenException: Token expired: current date/time 2026-03-01T13:01:00Z must be "
            "before the expiration date/time 2026-03-01T13:00:00Z");
}

TEST(Oidc, AnIssuerNobodyKnowsAndASignatureThatDoesNotHoldAreRefused) {
  auto claims = test_claims();
  claims["iss"] = "https://idp.example.com/pool/";
  EXPECT_EQ(outcome(issuer.sign(claims)),
            "InvalidIdentityToken: No OpenIDConnect provider found in your account for "
            "https://idp.example.com/pool/");
  EXPECT_TRUE(outcome(TestIssuer(9).sign(test_claims()))
                  .starts_with("InvalidIdentityToken: Couldn't verify the token's signature"));
}

TEST(Oidc, AnExpiredForgeryIsAForgeryFirst) {
  EXPECT_TRUE(outcome(TestIssuer(9).sign(test_claims()), at(ends + 3600))
                  .starts_with("InvalidIdentityToken"));
}

TEST(Oidc, SourcesAreChecked) {
  const std::string jwks = issuer.jwks();
  EXPECT_FALSE(OidcProviders::open({{"idp.example.com", jwks}}));
  EXPECT_FALSE(OidcProviders::open({{"https://", jwks}}));
  EXPECT_FALSE(OidcProviders::open({{test_issuer, "{}"}}));
  EXPECT_FALSE(OidcProviders::open({{test_issuer, jwks}, {test_issuer, jwks}}));
  EXPECT_TRUE(OidcProviders::open({{"http://localhost:8080", jwks}, {test_issuer, jwks}}));
}

}  // namespace
}  // namespace pail::access
