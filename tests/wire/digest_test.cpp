#include "wire/digest.hpp"

#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"
#include "tests/wire/random_bytes.hpp"

namespace pail::wire {
namespace {

using testing::Random;
using testing::random_below;
using testing::random_bytes;

std::string text_of(const boost::json::value& value) {
  return std::string(value.as_string());
}

TEST(Digests, are_those_of_the_specs_table) {
  for (const auto& row : testing::spec_cases("checksums")) {
    const std::string data = text_of(row.at(0));
    SCOPED_TRACE("'" + data + "'");
    EXPECT_EQ(to_hex(md5(as_bytes(data))), text_of(row.at(2)));
    EXPECT_EQ(to_base64(sha256(as_bytes(data))), text_of(row.at(3)));
  }
}

TEST(Digests, of_sha1_are_those_of_rfc_3174) {
  EXPECT_EQ(to_hex(sha1(as_bytes("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha1({})), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

// The padding of each length up to three blocks, all in one digest: that of Python's hashlib.
TEST(Digests, of_sha256_are_right_for_every_length) {
  Sha256 all;
  std::string data;
  for (; data.size() <= 200; data += 'a') all.update(sha256(as_bytes(data)));
  EXPECT_EQ(to_hex(all.finish()),
            "1be2d7d291484baf4c78d463a65b40a26c255b1946e5205eac8edad606a76fdd");
}

template <class Hash>
void expect_pieces_to_make_the_whole() {
  Random random(9);
  for (int round = 0; round < 200; ++round) {
    const std::string data = random_bytes(random, random_below(random, 300));
    Hash whole, pieces;
    whole.update(as_bytes(data));
    for (std::size_t at = 0; at < data.size();) {
      const std::size_t size = std::min(data.size() - at, random_below(random, 100));
      pieces.update(as_bytes(std::string_view(data).substr(at, size)));
      at += size;
    }
    ASSERT_EQ(whole.finish(), pieces.finish()) << to_hex(as_bytes(data));
  }
}

TEST(Digests, do_not_depend_on_how_the_data_comes) {
  expect_pieces_to_make_the_whole<Md5>();
  expect_pieces_to_make_the_whole<Sha1>();
  expect_pieces_to_make_the_whole<Sha256>();
}

// A multipart upload and a midstate both rely on it.
TEST(Digests, are_values_whose_copies_go_their_own_way) {
  Sha256 common;
  common.update(as_bytes("hello "));
  Sha256 other = common;
  other.update(as_bytes("there"));
  common.update(as_bytes("world"));
  EXPECT_EQ(common.finish(), sha256(as_bytes("hello world")));
  EXPECT_EQ(other.finish(), sha256(as_bytes("hello there")));
}

TEST(HmacSha1, makes_every_signature_of_the_v2_vectors) {
  const auto vectors = testing::json_fixture("spec/sigv2_vectors.json");
  for (const auto& vector : vectors.at("requests").as_array()) {
    const HmacSha1 hmac(text_of(vector.at("secret")));
    EXPECT_EQ(to_base64(hmac(text_of(vector.at("string_to_sign")))),
              text_of(vector.at("signature")))
        << text_of(vector.at("id"));
  }
}

TEST(HmacSha256, makes_the_signing_key_of_v4_step_by_step) {
  const auto vectors = testing::json_fixture("spec/sigv4_vectors.json");
  const auto& steps = vectors.at("signing_key_steps");
  const Sha256Digest date =
      HmacSha256("AWS4" + text_of(steps.at("secret")))(text_of(steps.at("day")));
  const Sha256Digest region = HmacSha256(date)(text_of(steps.at("region")));
  const Sha256Digest service = HmacSha256(region)(text_of(steps.at("service")));
  EXPECT_EQ(to_hex(date), text_of(steps.at("kDate")));
  EXPECT_EQ(to_hex(region), text_of(steps.at("kRegion")));
  EXPECT_EQ(to_hex(service), text_of(steps.at("kService")));
  EXPECT_EQ(to_hex(HmacSha256(service)("aws4_request")), text_of(steps.at("kSigning")));
}

// RFC 2104 written out: keys around the block's 64 bytes are where a version with midstates can go
// wrong.
template <class Digest>
Digest naive_hmac(Digest (*hash)(Bytes), std::string key, const std::string& message) {
  if (key.size() > 64) key = as_text(hash(as_bytes(key)));
  key.resize(64, '\0');
  std::string inner, outer;
  for (const char c : key) {
    inner += static_cast<char>(c ^ 0x36);
    outer += static_cast<char>(c ^ 0x5c);
  }
  inner += message;
  outer += as_text(hash(as_bytes(inner)));
  return hash(as_bytes(outer));
}

TEST(Hmac, agrees_with_its_definition_for_keys_and_messages_of_all_lengths) {
  Random random(10);
  for (std::size_t size = 0; size <= 140; ++size) {
    const std::string key = random_bytes(random, size);
    const std::string message = random_bytes(random, random_below(random, 200));
    ASSERT_EQ(HmacSha1(key)(message),
              naive_hmac<Sha1Digest>([](Bytes data) { return sha1(data); }, key, message))
        << size;
    ASSERT_EQ(HmacSha256(key)(message),
              naive_hmac<Sha256Digest>([](Bytes data) { return sha256(data); }, key, message))
        << size;
  }
}

TEST(Hmac, serves_many_messages_with_one_key) {
  const HmacSha1 hmac("key");
  const Sha1Digest first = hmac("message");
  EXPECT_NE(hmac("another"), first);
  EXPECT_EQ(hmac("message"), first);
  const HmacSha1 copy = hmac;
  EXPECT_EQ(copy("message"), first);
}

TEST(ConstantTimeEqual, compares_length_and_every_byte) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("signature", "signature"));
  EXPECT_FALSE(constant_time_equal("signature", "signaturf"));
  EXPECT_FALSE(constant_time_equal("signature", "tignature"));
  EXPECT_FALSE(constant_time_equal("signature", "signature\n"));
  EXPECT_FALSE(constant_time_equal("signature", ""));
}

TEST(ConstantTimeEqual, sees_one_bit_at_any_place_of_any_length) {
  for (std::size_t size = 1; size <= 66; ++size) {
    const std::string a(size, 's');
    EXPECT_TRUE(constant_time_equal(a, std::string(size, 's')));
    for (std::size_t place = 0; place < size; ++place) {
      std::string b = a;
      b[place] ^= static_cast<char>(1 << place % 8);
      ASSERT_FALSE(constant_time_equal(a, b)) << place << " of " << size;
    }
  }
}

TEST(Wipe, leaves_no_byte_of_the_secret_in_its_memory) {
  std::string secret(40, 's');
  secret.resize(20);  // the other half is still in memory
  const char* const memory = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  ASSERT_EQ(secret.data(), memory);
  EXPECT_EQ(std::string_view(memory, 40), std::string(40, '\0'));
}

}  // namespace
}  // namespace pail::wire
