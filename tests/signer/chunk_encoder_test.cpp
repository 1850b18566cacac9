#include "signer/chunk_encoder.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "tests/signer/chunked_support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"

namespace pail::signer {
namespace {

using testing::decode;
using testing::Decoded;
using testing::outcome;
using testing::StreamingForm;

constexpr std::size_t shortest = wire::limits::chunk_bytes_min;

std::string text_of(const boost::json::value& from, const char* name) {
  return std::string(from.at(name).as_string());
}

TEST(ChunkEncoder, WritesThePublishedStreamsByteForByte) {
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  const auto& streams = document.at("streaming").as_array();
  ASSERT_EQ(streams.size(), 2U);
  for (const auto& stream : streams) {
    SCOPED_TRACE(text_of(stream, "id"));
    ChunkRules rules;
    rules.key = std::make_shared<const Key>(Credentials(testing::access_key, testing::secret_key));
    rules.seed = ChunkSeed{text_of(stream, "seed"), "20130524T000000Z",
                           "20130524/us-east-1/s3/aws4_request", "", Algorithm::hmac_sha256};
    std::vector<Trailer> trailers;
    std::vector<TrailerRoom> room;
    rules.payload = Payload::chunked_signed;
    if (const auto* const lines = stream.as_object().if_contains("trailer")) {
      rules.payload = Payload::chunked_signed_trailer;
      for (const auto& line : lines->as_array()) {
        trailers.push_back(
            {std::string(line.at(0).as_string()), std::string(line.at(1).as_string())});
        room.push_back({trailers.back().name, trailers.back().value.size()});
      }
    }
    const std::string data(66560, 'a');
    const std::string body = encode_chunked(rules, data, trailers);
    const auto length = stream.at("encoded_length").to_number<std::uint64_t>();
    EXPECT_EQ(body.size(), length);
    EXPECT_EQ(wire::to_hex(wire::sha256(wire::as_bytes(body))), text_of(stream, "body_sha256"));
    EXPECT_EQ(encoded_length(rules.payload, Algorithm::hmac_sha256, data.size(), room), length);
  }
}

TEST(ChunkEncoder, WritesTheUnsignedExampleOfTheSheet) {
  EXPECT_EQ(encode_chunked({}, "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}}),
            "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
}

class StreamingForms : public ::testing::TestWithParam<StreamingForm> {
 protected:
  std::vector<Trailer> trailers() const {
    if (!GetParam().has_trailer()) return {};
    return {{"x-amz-checksum-crc32", "NhCmhg=="}, {"x-amz-meta-b", ""}};
  }
  std::vector<TrailerRoom> room() const {
    std::vector<TrailerRoom> made;
    for (const Trailer& line : trailers()) made.push_back({line.name, line.value.size()});
    return made;
  }
  ChunkRules decoder_rules(std::uint64_t length) const {
    ChunkRules rules = GetParam().rules();
    rules.decoded_length = length;
    for (const Trailer& line : trailers()) rules.announced.push_back(line.name);
    return rules;
  }
  std::string encode(std::string_view data, std::size_t chunk_bytes = shortest) const {
    return encode_chunked(GetParam().rules(), data, trailers(), chunk_bytes);
  }
  void expect_decoded(const Decoded& decoded, std::string_view data) const {
    ASSERT_EQ(outcome(decoded), "decoded");
    EXPECT_EQ(decoded.data, data);
    ASSERT_EQ(decoded.trailers.size(), trailers().size());
    for (std::size_t i = 0; i < decoded.trailers.size(); ++i) {
      EXPECT_EQ(decoded.trailers[i].name, trailers()[i].name);
      EXPECT_EQ(decoded.trailers[i].value, trailers()[i].value);
    }
  }
};

TEST_P(StreamingForms, DecodeWhereverTheirBytesAreSplit) {
  for (const std::string_view data : {"", "x", "hello"}) {
    const std::string body = encode(data);
    const ChunkRules rules = decoder_rules(data.size());
    for (std::size_t at = 0; at <= body.size(); ++at) {
      SCOPED_TRACE(at);
      const std::string_view text = body;
      expect_decoded(decode(rules, {text.substr(0, at), text.substr(at)}), data);
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < body.size(); ++i)
      bytes.push_back(std::string_view(body).substr(i, 1));
    expect_decoded(decode(rules, bytes), data);
  }
}

TEST_P(StreamingForms, TakeBinaryDataInSeveralChunks) {
  std::string data(3 * shortest + 17, '\0');
  for (std::size_t i = 0; i < data.size(); ++i) data[i] = static_cast<char>(i * 7 + i / 251);
  expect_decoded(decode(decoder_rules(data.size()), {encode(data)}), data);
  expect_decoded(decode(decoder_rules(data.size()), {encode(data, shortest + 1)}), data);
}

TEST_P(StreamingForms, HaveTheLengthThatWasComputedAhead) {
  for (const std::size_t size : {0UL, 1UL, 15UL, 16UL, shortest - 1, shortest, shortest + 1,
                                 2 * shortest, 5 * shortest + 255, 65536UL, 65537UL}) {
    const std::string data(size, 'a');
    for (const std::size_t chunk_bytes : {shortest, std::size_t{10000}, std::size_t{65536}}) {
      EXPECT_EQ(encode(data, chunk_bytes).size(),
                encoded_length(GetParam().payload, GetParam().algorithm, size, room(), chunk_bytes))
          << size << " in chunks of " << chunk_bytes;
    }
  }
}

// Every byte of a body is covered by something: framing, signature, or (unsigned) nothing but the
// checksum, which is judged elsewhere.
TEST_P(StreamingForms, AChangedByteIsNoticedWhereChunksAreSigned) {
  if (!has_signed_chunks(GetParam().payload)) return;
  const std::string body = encode("hello");
  for (std::size_t at = 0; at < body.size(); ++at) {
    std::string changed = body;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Decoded decoded = decode(decoder_rules(5), {changed});
    EXPECT_NE(outcome(decoded), "decoded") << at << ": " << changed;
  }
}

TEST_P(StreamingForms, ContinueFromTheHeadThatAnnouncedThem) {
  const std::string keyword(chunked_keyword(GetParam().payload, GetParam().algorithm));
  testing::Request request{.method = "PUT",
                           .path = "/b/k",
                           .headers = {{"Host", "s3.example"},
                                       {"x-amz-content-sha256", keyword},
                                       {"x-amz-date", std::string(testing::moment_iso)},
                                       {"x-amz-region-set", "*"}}};
  ChunkRules sending = GetParam().rules();
  sending.key = std::make_shared<const Key>(Credentials(testing::access_key, testing::secret_key));
  const testing::Received unsigned_request(request);
  const auto head =
      GetParam().algorithm == Algorithm::hmac_sha256
          ? v4::sign_head(*sending.key, unsigned_request.message(), "us-east-1", testing::moment)
          : v4a::sign_head(*sending.key, unsigned_request.message(), testing::moment);
  sending.seed = head.seed;
  request.headers.emplace_back("Authorization", head.authorization);

  const auto verdict = testing::judge(request, testing::usual_keys(), testing::moment);
  ASSERT_EQ(outcome(verdict), "accepted");
  EXPECT_EQ(verdict.value().payload, GetParam().payload);
  ChunkRules receiving = decoder_rules(5);
  receiving.key = verdict.value().key;
  receiving.seed = verdict.value().seed;
  expect_decoded(decode(receiving, {encode_chunked(sending, "hello", trailers())}), "hello");
}

TEST_P(StreamingForms, RefuseToBreakTheRulesTheyWereMadeWith) {
  ChunkRules rules = decoder_rules(shortest + 2);
  std::string out;
  ChunkEncoder encoder(rules);
  EXPECT_THROW(encoder.finish(out, trailers()), std::logic_error) << "less than promised";
  encoder.append_chunk(out, wire::as_bytes("a"));
  EXPECT_THROW(encoder.append_chunk(out, wire::as_bytes("b")), std::logic_error) << "short chunk";
  ChunkEncoder other(rules);
  other.append_chunk(out, wire::as_bytes(std::string(shortest, 'a')));
  EXPECT_THROW(other.append_chunk(out, wire::as_bytes("abc")), std::logic_error) << "too much";
  other.append_chunk(out, wire::as_bytes("ab"));
  EXPECT_THROW(other.finish(out, {{"x-other", "1"}}), std::logic_error) << "not announced";
}

INSTANTIATE_TEST_SUITE_P(All, StreamingForms, ::testing::ValuesIn(testing::streaming_forms),
                         [](const auto& form) { return std::string(form.param.name); });

TEST(ChunkEncoder, AnEmptyChunkIsNotWritten) {
  std::string out;
  ChunkEncoder encoder(ChunkRules{.decoded_length = 0});
  encoder.append_chunk(out, {});
  EXPECT_EQ(out, "");
  encoder.finish(out);
  EXPECT_EQ(out, "0\r\n\r\n");
}

TEST(ChunkEncoder, NeedsAKeyAndASeedForSignedChunks) {
  EXPECT_THROW(ChunkEncoder(ChunkRules{.payload = Payload::chunked_signed}), std::logic_error);
  EXPECT_THROW(ChunkEncoder(ChunkRules{.payload = Payload::sha256}), std::logic_error);
  EXPECT_THROW((void)chunked_keyword(Payload::unsigned_payload), std::logic_error);
}

TEST(ChunkEncoder, NamesEachFormAsTheSheetDoes) {
  using A = Algorithm;
  EXPECT_EQ(chunked_keyword(Payload::chunked_signed), "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  EXPECT_EQ(chunked_keyword(Payload::chunked_signed_trailer),
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
  EXPECT_EQ(chunked_keyword(Payload::chunked_unsigned_trailer),
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  EXPECT_EQ(chunked_keyword(Payload::chunked_signed, A::ecdsa_p256),
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD");
  EXPECT_EQ(chunked_keyword(Payload::chunked_signed_trailer, A::ecdsa_p256),
            "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER");
}

}  // namespace
}  // namespace pail::signer
