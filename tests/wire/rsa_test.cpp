#include "wire/rsa.hpp"

#include <gtest/gtest.h>

namespace pail::wire {
namespace {

std::string bytes(std::string_view hex) {
  return from_hex(hex).value();
}

// RFC 7515, appendix A.2: an RS256 token.
const std::string modulus = bytes(
    "a1f8160ae2e3c9b465ce8d2d656263362b927dbe29e1f02477fc1625cc90a136e38bd93497c5b6ea63dd7711e6"
    "7c7429f956b0fb8a8f089adc4b69893cc1333f53edd019b87784252fec914fe4857769594bea4280d32c0f55bf"
    "62944f130396bc6e9bdf6ebdd2bda3678eeca0c668f701b38dbffb38c8342ce2fe6d27fade4a5a4874979dd4b9"
    "cf9adec4c75b05852c2c0f5ef8a5c1750392f944e8ed64c110c6b647609aa4783aeb9c6c9ad755313050638b83"
    "665c6f6f7a82a396702a1f641b82d3ebf2392219491fb686872c5716f50af8358d9a8b9d17c340728f7f87d89a"
    "18d8fcab67ad84590c2ecf759339363c07034d6f606f9e21e05456cae5e9a1");
const std::string exponent = bytes("010001");
const std::string signature = bytes(
    "702e218943e88fd11eb5d82dbf7845f34106ae1b81fff7731116add1717d83656d420afd3c96eedd73a2663e51"
    "66687b000b87226e0187ed1073f945e582adfcef16d85a798ee8c66ddb3db8975b17d09402beedd5d9d9700710"
    "8db28160d5f8040ca7445762b81fbe7ff9d92e0ae76f24f25b33bbe6f44ae61eb1040acb20044d3ef9128ed401"
    "30795bd4bd3b41eecad066ab651981fde48df77f372dc38b9fafdd3befb18b5da3cc3c2eb02f9e3a41d612caad"
    "15911273a05f23b9e838faaf849d698429ef5a1e88798236c3d40e604522a544c8f27a7a2db80663d16cf7caea"
    "56de405cb2215a45b2c25566b55ac1a748a070dfc8a32a469543d019eefb47");
const Sha256Digest digest = sha256(
    as_bytes("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
             "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"));

std::optional<RsaPublicKey> key_of(const std::string& n, const std::string& e) {
  return RsaPublicKey::from_parts(as_bytes(n), as_bytes(e));
}

TEST(RsaPublicKey, verifies_the_token_of_rfc_7515) {
  EXPECT_TRUE(key_of(modulus, exponent)->verify(digest, as_bytes(signature)));
}

TEST(RsaPublicKey, takes_numbers_with_leading_zeros) {
  const auto key = key_of(std::string(3, '\0') + modulus, '\0' + exponent);
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->verify(digest, as_bytes(signature)));
}

TEST(RsaPublicKey, refuses_a_signature_with_any_byte_changed) {
  const RsaPublicKey key = key_of(modulus, exponent).value();
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(key.verify(digest, as_bytes(changed))) << "byte " << i;
  }
}

TEST(RsaPublicKey, refuses_signatures_of_another_length_or_text) {
  const RsaPublicKey key = key_of(modulus, exponent).value();
  for (const std::string& text : {std::string(), signature.substr(1), signature + '\0',
                                  '\0' + signature, std::string(256, '\0'), modulus}) {
    EXPECT_FALSE(key.verify(digest, as_bytes(text))) << to_hex(as_bytes(text));
  }
  EXPECT_FALSE(key.verify(sha256(as_bytes("another")), as_bytes(signature)));
}

TEST(RsaPublicKey, refuses_the_right_signature_under_another_key) {
  std::string other = modulus;
  other[100] = static_cast<char>(other[100] ^ 1);
  EXPECT_FALSE(key_of(other, exponent)->verify(digest, as_bytes(signature)));
  EXPECT_FALSE(key_of(modulus, "\3")->verify(digest, as_bytes(signature)));
}

std::string number_of(std::size_t bits) {
  std::string n((bits + 7) / 8, '\xff');
  n.front() = static_cast<char>(0xff >> (n.size() * 8 - bits));
  return n;
}

TEST(RsaPublicKey, has_from_2048_to_8192_bits) {
  EXPECT_FALSE(key_of(number_of(rsa_bits_min - 1), exponent));
  EXPECT_TRUE(key_of(number_of(rsa_bits_min), exponent));
  EXPECT_TRUE(key_of(number_of(rsa_bits_max), exponent));
  EXPECT_FALSE(key_of(number_of(rsa_bits_max + 1), exponent));
  EXPECT_FALSE(key_of('\0' + number_of(rsa_bits_min - 1), exponent)) << "zeros add no strength";
}

TEST(RsaPublicKey, refuses_numbers_that_make_no_key) {
  std::string even = modulus;
  even.back() = '\2';
  EXPECT_FALSE(key_of(even, exponent));
  EXPECT_FALSE(key_of("", exponent));
  EXPECT_FALSE(key_of(std::string(256, '\0'), exponent));
  EXPECT_TRUE(key_of(modulus, "\3"));
  EXPECT_TRUE(key_of(modulus, number_of(rsa_exponent_bits_max)));
  for (const std::string& e : {std::string(), std::string(1, '\0'), std::string("\1"),
                               std::string("\4"), number_of(rsa_exponent_bits_max + 1)}) {
    EXPECT_FALSE(key_of(modulus, e)) << to_hex(as_bytes(e));
  }
}

}  // namespace
}  // namespace pail::wire
