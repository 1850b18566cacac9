#include "signer/jwt.hpp"

#include <gtest/gtest.h>

#include "tests/signer/jwt_support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

using testing::base64url;
using testing::test_claims;
using testing::TestIssuer;

const TestIssuer issuer;

std::vector<Jwk> keys_of(const std::string& jwks) {
  return parse_jwks(jwks).value();
}

bool holds(const std::string& token, const std::string& jwks) {
  const auto parsed = parse_jwt(token);
  return parsed && signature_holds(parsed.value(), keys_of(jwks));
}

std::string rs256_token() {
  return std::string(wire::trim(pail::testing::read_fixture("jwt/rs256_token.txt")));
}

std::string refusal(const std::string& token) {
  const auto parsed = parse_jwt(token);
  return parsed ? "read" : wire::describe(parsed.error());
}

TEST(Jwt, ClaimsAreRead) {
  auto claims = test_claims();
  claims["aud"] = {"one", "two"};
  const std::string text = issuer.sign(claims);
  const auto token = parse_jwt(text);
  ASSERT_TRUE(token) << wire::describe(token.error());
  EXPECT_EQ(token.value().issuer, testing::test_issuer);
  EXPECT_EQ(token.value().subject, "user-1");
  EXPECT_EQ(token.value().audiences, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(token.value().expires.time_since_epoch().count(), 1'772'370'000);
  EXPECT_EQ(token.value().not_before->time_since_epoch().count(), 1'772'366'400);
  EXPECT_EQ(token.value().kid, "key-1");
}

TEST(Jwt, ANumericDateMayHaveAFraction) {
  auto claims = test_claims();
  claims["exp"] = 1'772'370'000.75;
  const std::string text = issuer.sign(claims);
  EXPECT_EQ(parse_jwt(text).value().expires.time_since_epoch().count(), 1'772'370'000);
}

TEST(Jwt, SignaturesOfBothAlgorithmsHold) {
  EXPECT_TRUE(holds(issuer.sign(test_claims()), issuer.jwks()));
  EXPECT_TRUE(holds(rs256_token(), pail::testing::read_fixture("jwt/rs256_jwks.json")));
}

TEST(Jwt, EveryChangedCharacterBreaksIt) {
  for (const auto& [token, jwks] :
       {std::pair(issuer.sign(test_claims()), issuer.jwks()),
        std::pair(rs256_token(), pail::testing::read_fixture("jwt/rs256_jwks.json"))}) {
    for (std::size_t i = 0; i < token.size(); i += 5) {
      std::string changed = token;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(holds(changed, jwks)) << "at " << i;
    }
  }
}

TEST(Jwt, TheKeyIsTheOneItsKidNames) {
  const TestIssuer other(9, "key-2");
  const std::string both = R"({"keys":[)" + issuer.jwk() + "," + other.jwk() + "]}";
  EXPECT_TRUE(holds(issuer.sign(test_claims()), both));
  EXPECT_TRUE(holds(other.sign(test_claims()), both));
  EXPECT_FALSE(holds(issuer.sign({{"alg", "ES256"}, {"kid", "key-2"}}, test_claims()), both));
  EXPECT_FALSE(holds(issuer.sign({{"alg", "ES256"}, {"kid", "key-3"}}, test_claims()), both));
  EXPECT_TRUE(holds(issuer.sign({{"alg", "ES256"}}, test_claims()), both)) << "without: any";
  EXPECT_FALSE(holds(issuer.sign(test_claims()), other.jwks()));
}

TEST(Jwt, AnAlgorithmThatLetsAnybodySignIsRefused) {
  for (const char* algorithm : {"none", "None", "", "HS256", "HS512", "ES384", "RS512", "PS256"}) {
    EXPECT_NE(refusal(issuer.sign({{"alg", algorithm}}, test_claims()))
                  .find("only RS256 and ES256 are accepted"),
              std::string::npos)
        << algorithm;
  }
  EXPECT_NE(refusal(issuer.sign({{"typ", "JWT"}}, test_claims())), "read");
  // A P-256 key does not verify what claims to be RSA, however it was signed.
  EXPECT_FALSE(holds(issuer.sign({{"alg", "RS256"}}, test_claims()), issuer.jwks()));
}

TEST(Jwt, WhatIsNoTokenIsRefused) {
  const std::string good = issuer.sign(test_claims());
  const std::string header = base64url(R"({"alg":"ES256"})");
  for (const std::string& text :
       {std::string(), std::string("a"), std::string("."), std::string(".."), good + ".x",
        good.substr(0, good.rfind('.')), "=" + good, header + ".e30.", header + ".W10.AAAA",
        header + "." + base64url("{") + ".AAAA", std::string(jwt_bytes_max + 1, 'a'),
        issuer.sign({{"alg", "ES256"}, {"crit", {"exp"}}}, test_claims())}) {
    EXPECT_TRUE(refusal(text).starts_with("InvalidIdentityToken: ")) << text;
  }
}

TEST(Jwt, WhoFromWhomForWhomAndHowLongMustBeSaid) {
  for (const char* claim : {"iss", "sub", "aud", "exp"}) {
    auto claims = test_claims();
    claims.erase(claim);
    EXPECT_NE(refusal(issuer.sign(claims)).find(std::string(claim) + " is missing"),
              std::string::npos);
    for (const boost::json::value& wrong :
         {boost::json::value(nullptr), boost::json::value(""), boost::json::value(true),
          boost::json::value(boost::json::array{}), boost::json::value(-1),
          boost::json::value(1e300)}) {
      claims[claim] = wrong;
      EXPECT_NE(refusal(issuer.sign(claims)), "read") << claim << " " << wrong;
    }
  }
  auto claims = test_claims();
  claims["nbf"] = "soon";
  EXPECT_NE(refusal(issuer.sign(claims)).find("nbf is no date"), std::string::npos);
}

}  // namespace
}  // namespace pail::signer
