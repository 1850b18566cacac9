#include "signer/jwks.hpp"

#include <gtest/gtest.h>

#include "tests/signer/jwt_support.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::signer {
namespace {

using testing::TestIssuer;

std::string read(const std::string& text) {
  const auto keys = parse_jwks(text);
  if (!keys) return wire::describe(keys.error());
  std::string kids;
  for (const Jwk& key : keys.value()) kids += key.kid + " ";
  return kids;
}

TEST(Jwks, RsaAndEllipticKeysAreRead) {
  const auto rsa = parse_jwks(pail::testing::read_fixture("jwt/rs256_jwks.json"));
  ASSERT_TRUE(rsa) << wire::describe(rsa.error());
  ASSERT_EQ(rsa.value().size(), 1U) << "the symmetric key is passed over";
  EXPECT_TRUE(std::holds_alternative<wire::RsaPublicKey>(rsa.value().front().key));
  const auto ec = parse_jwks(TestIssuer().jwks());
  ASSERT_TRUE(ec);
  EXPECT_TRUE(std::holds_alternative<wire::P256PublicKey>(ec.value().front().key));
}

TEST(Jwks, KeysForOtherUsesArePassedOver) {
  const std::string good = TestIssuer(7, "good").jwk();
  const auto beside = [&](const std::string& other) {
    return read(R"({"keys":[)" + other + "," + good + "]}");
  };
  for (const char* other :
       {R"({"kty":"oct","k":"AAAA"})", R"({"kty":"OKP","crv":"Ed25519","x":"AA"})",
        R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})", R"({"kty":"RSA","use":"enc"})",
        R"({"kty":"RSA","alg":"PS256"})", R"({"kty":"EC","crv":"P-256","use":"enc"})", "{}"}) {
    EXPECT_EQ(beside(other), "good ") << other;
  }
}

TEST(Jwks, WhatIsNoKeySetIsRefused) {
  for (const char* text :
       {"", "[]", "{", "{}", R"({"keys":{}})", R"({"keys":[1]})",
        R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})", R"({"keys":[{"kty":"RSA"}]})",
        R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})", R"({"keys":[]})",
        R"({"keys":[{"kty":"oct","k":"AAAA"}]})"}) {
    EXPECT_TRUE(read(text).starts_with("InvalidArgument: JWKS: ")) << text << " -> " << read(text);
  }
}

TEST(Jwks, TheNumberOfKeysIsBounded) {
  const std::string key = TestIssuer().jwk();
  const auto set_of = [&](std::size_t count) {
    std::string keys = key;
    for (std::size_t i = 1; i < count; ++i) keys += "," + key;
    return R"({"keys":[)" + keys + "]}";
  };
  EXPECT_TRUE(parse_jwks(set_of(jwks_keys_max)));
  EXPECT_FALSE(parse_jwks(set_of(jwks_keys_max + 1)));
}

}  // namespace
}  // namespace pail::signer
