// Chunks signed by V4A, as a server judges them: strings to sign, padding, what breaks the chain.
#include <gtest/gtest.h>

#include "signer/chunk_encoder.hpp"
#include "signer/v4.hpp"
#include "tests/signer/chunked_support.hpp"
#include "tests/signer/outcomes.hpp"
#include "wire/digest.hpp"

namespace pail::signer {
namespace {

using testing::decode;
using testing::Decoded;
using testing::mismatch;
using testing::outcome;

constexpr const char* empty_sha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

ChunkRules rules_of(const testing::StreamingForm& form, std::uint64_t length) {
  ChunkRules rules = form.rules();
  rules.decoded_length = length;
  if (form.has_trailer()) rules.announced = {"x-amz-checksum-crc32"};
  return rules;
}

const testing::StreamingForm plain = testing::streaming_forms[3];
const testing::StreamingForm with_trailer = testing::streaming_forms[4];

std::string body_of(const testing::StreamingForm& form) {
  std::vector<Trailer> trailers;
  if (form.has_trailer()) trailers = {{"x-amz-checksum-crc32", "NhCmhg=="}};
  return encode_chunked(form.rules(), "hello", trailers);
}

// The n-th signature of a body, padding included.
struct Found {
  std::size_t at;
  std::string text;
};
Found signature_of(const std::string& body, std::size_t n) {
  std::size_t at = 0;
  for (std::size_t i = 0; i <= n; ++i) at = body.find("-signature", at) + 11;
  return {at, body.substr(at, body.find('\r', at) - at)};
}
std::string unpadded(const std::string& signature) {
  return signature.substr(0, signature.find('*'));
}

TEST(V4aChunks, AreSignedByTheSheetsStrings) {
  const std::string body = body_of(with_trailer);
  const std::string front = "\n20130524T000000Z\n20130524/s3/aws4_request\n";
  const std::string first = unpadded(signature_of(body, 0).text);
  const std::string second = unpadded(signature_of(body, 1).text);
  const std::string trailer = unpadded(signature_of(body, 2).text);
  const Key key({testing::access_key, testing::secret_key});
  const auto hash = [](std::string_view text) {
    return wire::to_hex(wire::sha256(wire::as_bytes(text)));
  };
  EXPECT_TRUE(key.verify_v4a(
      "AWS4-ECDSA-P256-SHA256-PAYLOAD" + front + "5eed\n" + empty_sha256 + '\n' + hash("hello"),
      first));
  EXPECT_TRUE(key.verify_v4a(
      "AWS4-ECDSA-P256-SHA256-PAYLOAD" + front + first + '\n' + empty_sha256 + '\n' + empty_sha256,
      second))
      << "continues from the first without its padding";
  EXPECT_TRUE(key.verify_v4a("AWS4-ECDSA-P256-SHA256-TRAILER" + front + second + '\n' +
                                 hash("x-amz-checksum-crc32:NhCmhg==\n"),
                             trailer));
}

TEST(V4aChunks, ArePaddedTo144CharactersAndSoIsTheTrailer) {
  for (int round = 0; round < 10; ++round) {
    const std::string body = body_of(with_trailer);
    for (std::size_t n = 0; n < 3; ++n) EXPECT_EQ(signature_of(body, n).text.size(), 144U);
  }
}

// The padding is there to tell the length ahead. Who sends none has told another one.
TEST(V4aChunks, DecodeWithoutPaddingToo) {
  for (std::size_t n = 0; n < 3; ++n) {
    std::string body = body_of(with_trailer);
    const Found found = signature_of(body, n);
    body.replace(found.at, found.text.size(), unpadded(found.text));
    EXPECT_EQ(outcome(decode(rules_of(with_trailer, 5), {body})), "decoded") << n;
  }
}

TEST(V4aChunks, PaddingOfAnotherKindIsPartOfTheSignature) {
  for (const char* const padding : {"=", "0", "**x", " *"}) {
    for (std::size_t n = 0; n < 2; ++n) {
      std::string body = body_of(plain);
      const Found found = signature_of(body, n);
      body.replace(found.at, found.text.size(), unpadded(found.text) + padding);
      EXPECT_EQ(outcome(decode(rules_of(plain, 5), {body})), mismatch) << padding << n;
    }
  }
}

TEST(V4aChunks, NothingButPaddingIsNoSignature) {
  std::string body = body_of(plain);
  const Found found = signature_of(body, 0);
  body.replace(found.at, found.text.size(), std::string(144, '*'));
  EXPECT_EQ(outcome(decode(rules_of(plain, 5), {body})), mismatch);
}

TEST(V4aChunks, AWrongOneShowsItsStringAndTheSeedsRequest) {
  std::string body = body_of(plain);
  body[body.find("hello")] = 'j';
  const Decoded decoded = decode(rules_of(plain, 5), {body});
  ASSERT_EQ(outcome(decoded), mismatch);
  const wire::Error& error = *decoded.error;
  EXPECT_EQ(error.detail("StringToSign"),
            std::string("AWS4-ECDSA-P256-SHA256-PAYLOAD\n20130524T000000Z\n"
                        "20130524/s3/aws4_request\n5eed\n") +
                empty_sha256 + '\n' + wire::to_hex(wire::sha256(wire::as_bytes("jello"))));
  EXPECT_EQ(error.detail("SignatureProvided"), signature_of(body, 0).text);
  EXPECT_EQ(error.detail("CanonicalRequest"), "the seed's request");
}

// ECDSA gives many right signatures of a chunk: the chain holds the one that was sent.
TEST(V4aChunks, CannotBeExchangedForOtherRightOnesInTheMiddle) {
  std::string body = body_of(plain);
  const std::string other = body_of(plain);
  const Found found = signature_of(body, 0);
  ASSERT_NE(found.text, signature_of(other, 0).text);
  body.replace(found.at, found.text.size(), signature_of(other, 0).text);
  EXPECT_EQ(outcome(decode(rules_of(plain, 5), {body})), mismatch);
}

TEST(V4aChunks, OfAnotherSecretOrSeedAreRefused) {
  const std::string body = body_of(plain);
  ChunkRules rules = rules_of(plain, 5);
  rules.seed->signature = "seed";
  EXPECT_EQ(outcome(decode(rules, {body})), mismatch);
  rules = rules_of(plain, 5);
  rules.key = std::make_shared<const Key>(Credentials(testing::access_key, "another"));
  EXPECT_EQ(outcome(decode(rules, {body})), mismatch);
}

TEST(V4aChunks, SignedByHmacAreRefused) {
  ChunkRules hmac = testing::streaming_forms[0].rules();
  hmac.seed->scope = "20130524/s3/aws4_request";
  EXPECT_EQ(outcome(decode(rules_of(plain, 5), {encode_chunked(hmac, "hello")})), mismatch);
}

}  // namespace
}  // namespace pail::signer
