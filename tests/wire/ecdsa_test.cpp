#include "wire/ecdsa.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>

namespace pail::wire {
namespace {

std::string bytes(std::string_view hex) {
  return from_hex(hex).value();
}

// RFC 7515, appendix A.3: an ES256 token.
const std::string token_x =
    bytes("7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445");
const std::string token_y =
    bytes("c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad");
const std::string token_signature = bytes(
    "0ed1215379636c483c2f7f155807d402a3b228033af97c7e17819ac3169ea665c50a07d38c3c70e5d8f12daf08"
    "4a5480a66590c5f293509a8f3f7f8a83a354d5");
const Sha256Digest token_digest = sha256(
    as_bytes("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
             "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"));

P256PublicKey token_key() {
  return P256PublicKey::from_point(as_bytes(token_x), as_bytes(token_y)).value();
}

TEST(P256PublicKey, verifies_the_token_of_rfc_7515) {
  EXPECT_TRUE(token_key().verify_raw(token_digest, as_bytes(token_signature)));
}

TEST(P256PublicKey, gives_back_its_coordinates) {
  EXPECT_EQ(as_text(token_key().x()), token_x);
  EXPECT_EQ(as_text(token_key().y()), token_y);
}

TEST(P256PublicKey, refuses_a_raw_signature_with_any_bit_changed) {
  for (std::size_t i = 0; i < token_signature.size(); ++i) {
    std::string changed = token_signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(token_key().verify_raw(token_digest, as_bytes(changed))) << "byte " << i;
  }
}

TEST(P256PublicKey, refuses_raw_signatures_that_are_none) {
  for (const std::string& text :
       {std::string(), std::string(64, '\0'), std::string(64, '\xff'), token_signature + '\0',
        token_signature.substr(1), token_signature.substr(0, 32) + std::string(32, '\0')}) {
    EXPECT_FALSE(token_key().verify_raw(token_digest, as_bytes(text))) << to_hex(as_bytes(text));
  }
}

TEST(P256PublicKey, refuses_what_is_no_point_of_the_curve) {
  const std::string zeros(32, '\0');
  std::string beside = token_y;
  beside.back() = static_cast<char>(beside.back() ^ 1);
  const auto made = [](const std::string& x, const std::string& y) {
    return P256PublicKey::from_point(as_bytes(x), as_bytes(y)).has_value();
  };
  EXPECT_TRUE(made(token_x, token_y));
  EXPECT_FALSE(made(token_x, beside));
  EXPECT_FALSE(made(zeros, zeros));
  EXPECT_FALSE(made(std::string(32, '\xff'), token_y));
  EXPECT_FALSE(made(token_x.substr(1), token_y));
  EXPECT_FALSE(made(token_x, '\0' + token_y));
  EXPECT_FALSE(made("", ""));
}

P256PrivateKey key_of(char last) {
  return P256PrivateKey::from_scalar(as_bytes(std::string(31, '\0') + last)).value();
}

// SEC 2 §2.4.2: the scalar 1 is the generator itself.
TEST(P256PrivateKey, of_one_has_the_generator_as_its_point) {
  EXPECT_EQ(to_hex(key_of(1).public_key().x()),
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
  EXPECT_EQ(to_hex(key_of(1).public_key().y()),
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
}

TEST(P256PrivateKey, takes_scalars_from_one_to_the_order_less_one) {
  const std::string order =
      bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  std::string below = order;
  below.back() = static_cast<char>(below.back() - 1);
  const auto made = [](const std::string& scalar) {
    return P256PrivateKey::from_scalar(as_bytes(scalar)).has_value();
  };
  EXPECT_TRUE(made(below));
  EXPECT_FALSE(made(order));
  EXPECT_FALSE(made(std::string(32, '\xff')));
  EXPECT_FALSE(made(std::string(32, '\0')));
  EXPECT_FALSE(made(std::string(31, '\1')));
  EXPECT_FALSE(made(std::string(33, '\1')));
  EXPECT_FALSE(made(""));
}

TEST(P256PrivateKey, signs_what_its_public_half_verifies_each_time_anew) {
  const P256PrivateKey key = key_of(7);
  const Sha256Digest digest = sha256(as_bytes("text"));
  std::string before;
  for (int i = 0; i < 50; ++i) {
    const std::string der = key.sign(digest);
    EXPECT_LE(der.size(), p256_der_bytes_max);
    EXPECT_NE(der, before);
    EXPECT_TRUE(key.public_key().verify(digest, as_bytes(der)));
    EXPECT_FALSE(key_of(8).public_key().verify(digest, as_bytes(der)));
    EXPECT_FALSE(key.public_key().verify(sha256(as_bytes("texts")), as_bytes(der)));
    before = der;
  }
}

TEST(P256PrivateKey, may_go_before_its_public_half) {
  const Sha256Digest digest = sha256(as_bytes("text"));
  auto key = std::make_unique<P256PrivateKey>(key_of(7));
  const P256PublicKey other_half = key->public_key();
  const std::string der = key->sign(digest);
  key.reset();
  EXPECT_TRUE(other_half.verify(digest, as_bytes(der)));
}

TEST(P256PublicKey, refuses_der_that_is_changed_cut_or_not_canonical) {
  const P256PrivateKey key = key_of(7);
  const Sha256Digest digest = sha256(as_bytes("text"));
  const std::string der = key.sign(digest);
  const auto holds = [&](const std::string& text) {
    return key.public_key().verify(digest, as_bytes(text));
  };
  ASSERT_TRUE(holds(der));
  for (std::size_t i = 0; i < der.size(); ++i) {
    std::string changed = der;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(holds(changed)) << "byte " << i;
    EXPECT_FALSE(holds(der.substr(0, i))) << i << " bytes";
  }
  EXPECT_FALSE(holds(der + '\0'));
  // The length of the sequence in the long form, which BER allows and DER does not.
  EXPECT_FALSE(holds(der.substr(0, 1) + '\x81' + der.substr(1)));
}

// OpenSSL's queue of errors belongs to the thread: a TLS library on it would take our complaints
// for its own, and must find its own again.
TEST(P256PublicKey, leaves_the_threads_queue_of_errors_as_it_was) {
  ERR_clear_error();
  const auto refuse_everything = [] {
    EXPECT_FALSE(P256PublicKey::from_point(as_bytes(token_x), as_bytes(token_x)));
    EXPECT_FALSE(token_key().verify(token_digest, as_bytes("no DER")));
    EXPECT_FALSE(token_key().verify_raw(token_digest, as_bytes(std::string(64, '\0'))));
  };
  refuse_everything();
  EXPECT_EQ(ERR_peek_error(), 0U);
  ERR_raise(ERR_LIB_USER, 7);
  refuse_everything();
  EXPECT_EQ(ERR_GET_REASON(ERR_get_error()), 7);
  EXPECT_EQ(ERR_get_error(), 0U);
}

}  // namespace
}  // namespace pail::wire
