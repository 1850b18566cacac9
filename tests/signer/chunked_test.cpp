#include "signer/chunked.hpp"

#include <gtest/gtest.h>

#include <random>

#include "signer/v4.hpp"
#include "tests/signer/chunked_support.hpp"
#include "tests/signer/support.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"

namespace pail::signer {
namespace {

using testing::decode;
using testing::Decoded;
using testing::elements;
using testing::outcome;

constexpr const char* incomplete = "400 IncompleteBody: The request body terminated unexpectedly";
constexpr const char* malformed_trailer =
    "400 MalformedTrailerError: The request contained trailing data that was not well-formed or "
    "did not conform to our published schema.";
constexpr const char* mismatch =
    "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature "
    "you provided. Check your key and signing method.";

std::vector<std::string_view> random_pieces(std::string_view text, std::mt19937& random) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t most = random() % 3 == 0 ? 3 : 5000;
    const std::size_t size = std::min<std::size_t>(random() % most + 1, text.size());
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

ChunkRules unsigned_rules(std::uint64_t length, std::vector<std::string> announced = {}) {
  ChunkRules rules;
  rules.decoded_length = length;
  rules.announced = std::move(announced);
  return rules;
}

Decoded decode_unsigned(std::uint64_t length, std::string_view body,
                        std::vector<std::string> announced = {}) {
  return decode(unsigned_rules(length, std::move(announced)), {body});
}

std::string chunk(std::size_t size, char fill = 'a') {
  char head[32];
  std::snprintf(head, sizeof head, "%zx\r\n", size);
  return head + std::string(size, fill) + "\r\n";
}

// A published streaming vector: its body as on the wire, and the rules of its head.
struct Stream {
  std::string id;
  std::string body;
  ChunkRules rules;
  std::vector<std::string> strings_to_sign;  // of the chunks, then of the trailer
  std::string body_sha256;
};

std::string text_of(const boost::json::value& from, const char* name) {
  return std::string(from.at(name).as_string());
}

void append_trailer(Stream& stream, const boost::json::value& from) {
  for (const auto& line : from.at("trailer").as_array()) {
    const std::string name(line.at(0).as_string());
    stream.rules.announced.push_back(name);
    stream.body += name + ':' + std::string(line.at(1).as_string()) + "\r\n";
  }
  stream.body += "x-amz-trailer-signature:" + text_of(from, "trailer_signature") + "\r\n";
  stream.strings_to_sign.push_back(text_of(from, "trailer_string_to_sign"));
}

Stream read_stream(const boost::json::value& from) {
  Stream stream;
  stream.id = text_of(from, "id");
  stream.body_sha256 = text_of(from, "body_sha256");
  const bool has_trailer = from.as_object().contains("trailer");
  for (const auto& part : from.at("chunks").as_array()) {
    const auto size = part.at("size").to_number<std::size_t>();
    std::string text = chunk(size);
    text.insert(text.find('\r'), ";chunk-signature=" + text_of(part, "signature"));
    stream.body += size > 0 ? text : text.substr(0, text.size() - 2);
    stream.strings_to_sign.push_back(text_of(part, "string_to_sign"));
  }
  if (has_trailer) append_trailer(stream, from);
  stream.body += "\r\n";
  EXPECT_EQ(stream.body.size(), from.at("encoded_length").to_number<std::size_t>());

  stream.rules.payload = has_trailer ? Payload::chunked_signed_trailer : Payload::chunked_signed;
  stream.rules.decoded_length = from.at("decoded_length").to_number<std::uint64_t>();
  stream.rules.key =
      std::make_shared<const Key>(Credentials(testing::access_key, testing::secret_key));
  stream.rules.seed = ChunkSeed{text_of(from, "seed"), "20130524T000000Z",
                                "20130524/us-east-1/s3/aws4_request", "the seed's request"};
  return stream;
}

std::vector<Stream> streams() {
  std::vector<Stream> all;
  const auto document = pail::testing::json_fixture("spec/sigv4_vectors.json");
  for (const auto& entry : document.at("streaming").as_array()) all.push_back(read_stream(entry));
  EXPECT_EQ(all.size(), 2U);
  return all;
}

TEST(SignedChunks, PublishedBodiesDecodeInAnySplit) {
  std::mt19937 random(7);
  for (const Stream& stream : streams()) {
    SCOPED_TRACE(stream.id);
    ASSERT_EQ(wire::to_hex(wire::sha256(wire::as_bytes(stream.body))), stream.body_sha256);
    for (int round = 0; round < 50; ++round) {
      const Decoded decoded = decode(stream.rules, random_pieces(stream.body, random));
      ASSERT_EQ(outcome(decoded), "decoded");
      EXPECT_EQ(decoded.data, std::string(66560, 'a'));
      EXPECT_EQ(decoded.trailers.size(), stream.rules.announced.size());
    }
  }
}

TEST(SignedChunks, TheTrailerArrivesWithoutItsSignature) {
  const Decoded decoded = decode(streams()[1].rules, {streams()[1].body});
  ASSERT_EQ(decoded.trailers.size(), 1U);
  EXPECT_EQ(decoded.trailers[0].name, "x-amz-checksum-crc32c");
  EXPECT_EQ(decoded.trailers[0].value, "sOO8/Q==");
}

// Breaks the n-th signature of the body: the chunks' in order, then the trailer's.
std::string with_wrong_signature(const Stream& stream, std::size_t n) {
  std::string body = stream.body;
  std::size_t at = 0;
  for (std::size_t i = 0; i <= n; ++i) at = body.find("-signature", at + 1);
  at += std::string_view("-signature=").size();
  body[at] = body[at] == '0' ? '1' : '0';
  return body;
}

TEST(SignedChunks, AnyWrongSignatureFailsWithTheStringOfItsChunk) {
  for (const Stream& stream : streams()) {
    for (std::size_t n = 0; n < stream.strings_to_sign.size(); ++n) {
      SCOPED_TRACE(stream.id + " signature " + std::to_string(n));
      const std::string body = with_wrong_signature(stream, n);
      const Decoded decoded = decode(stream.rules, {body});
      ASSERT_EQ(outcome(decoded), mismatch);
      const std::string shown = elements(*decoded.error);
      EXPECT_TRUE(shown.starts_with(std::string("AWSAccessKeyId=") + testing::access_key +
                                    "|StringToSign=" + stream.strings_to_sign[n] +
                                    "|SignatureProvided="))
          << shown;
      EXPECT_TRUE(
          shown.ends_with("|CanonicalRequest=the seed's request"
                          "|CanonicalRequestBytes=74 68 65 20 73 65 65 64 27 73 20 72 65 "
                          "71 75 65 73 74"))
          << shown;
    }
  }
}

TEST(SignedChunks, AChangedByteFailsItsChunk) {
  const Stream stream = streams()[0];
  std::string body = stream.body;
  body[body.rfind("aaaa")] = 'b';  // in the second chunk
  const Decoded decoded = decode(stream.rules, {body});
  ASSERT_EQ(outcome(decoded), mismatch);
  EXPECT_NE(decoded.error->detail("StringToSign"), stream.strings_to_sign[1]);
}

TEST(SignedChunks, AChangedTrailerFails) {
  const Stream stream = streams()[1];
  std::string body = stream.body;
  body.replace(body.find("sOO8"), 4, "sOO9");
  EXPECT_EQ(outcome(decode(stream.rules, {body})), mismatch);
}

TEST(SignedChunks, AnotherSeedBreaksTheChain) {
  const Stream stream = streams()[0];
  ChunkRules rules = stream.rules;
  rules.seed->signature = std::string(64, '0');
  EXPECT_EQ(outcome(decode(rules, {stream.body})), mismatch);
}

TEST(SignedChunks, AChunkWithoutSignatureIsBrokenFraming) {
  const Stream stream = streams()[0];
  std::string body = stream.body;
  body.replace(body.find("chunk-signature"), 15, "chunk_signature");
  EXPECT_EQ(outcome(decode(stream.rules, {body})), incomplete);
}

TEST(SignedChunks, OtherExtensionsMayStandBesideTheSignature) {
  const Stream stream = streams()[0];
  std::string body = stream.body;
  body.insert(body.find(";chunk-signature"), ";a=b;;c");
  body.insert(body.find("\r\n"), ";d");
  EXPECT_EQ(outcome(decode(stream.rules, {body})), "decoded");
}

TEST(SignedChunks, ATrailerNeedsItsSignatureAsTheLastLine) {
  const Stream stream = streams()[1];
  std::string body = stream.body;
  const std::size_t signature = body.find("x-amz-trailer-signature");
  EXPECT_EQ(outcome(decode(stream.rules, {body.substr(0, signature) + "\r\n"})), malformed_trailer);
  const std::string line = body.substr(signature, body.size() - 2 - signature);
  body.erase(signature, line.size());
  body.insert(body.find("x-amz-checksum"), line);
  EXPECT_EQ(outcome(decode(stream.rules, {body})), malformed_trailer);
}

TEST(SignedChunks, AnUnsignedTrailerBehindSignedChunksIsRefused) {
  const Stream stream = streams()[0];
  std::string body = stream.body;
  body.insert(body.size() - 2, "x-amz-checksum-crc32c:sOO8/Q==\r\n");
  EXPECT_EQ(outcome(decode(stream.rules, {body})), malformed_trailer);
}

// As documented and as some SDKs send it: "\n\r\n" behind the value.
TEST(SignedChunks, ABareNewlineBehindATrailerValueIsAccepted) {
  const Stream stream = streams()[1];
  for (const char* const ending : {"\n", "\n\r\n"}) {
    std::string body = stream.body;
    const std::size_t value_end = body.find("sOO8/Q==") + 8;
    body.replace(value_end, 2, ending);
    EXPECT_EQ(outcome(decode(stream.rules, {body})), "decoded") << body.substr(value_end);
  }
}

TEST(UnsignedChunks, ThePublishedBodyDecodesInAnySplit) {
  const std::string body = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  for (std::size_t first = 0; first <= body.size(); ++first) {
    for (std::size_t second = first; second <= body.size(); ++second) {
      const std::string_view text = body;
      const Decoded decoded =
          decode(unsigned_rules(5, {"x-amz-checksum-crc32"}),
                 {text.substr(0, first), text.substr(first, second - first), text.substr(second)});
      ASSERT_EQ(outcome(decoded), "decoded") << first << ' ' << second;
      ASSERT_EQ(decoded.data, "hello");
      ASSERT_EQ(decoded.trailers.size(), 1U);
      ASSERT_EQ(decoded.trailers[0].value, "NhCmhg==");
    }
  }
}

TEST(UnsignedChunks, TrailerEndingsOfAllClientsAreAccepted) {
  for (const std::string ending : {"\r\n\r\n", "\n\r\n", "\n\r\n\r\n", "\n\n"}) {
    const Decoded decoded = decode_unsigned(
        5, "5\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg== " + ending, {"x-amz-checksum-crc32"});
    ASSERT_EQ(outcome(decoded), "decoded");
    EXPECT_EQ(decoded.trailers.at(0).name, "x-amz-checksum-crc32");
    EXPECT_EQ(decoded.trailers.at(0).value, "NhCmhg==");
  }
}

TEST(UnsignedChunks, AnEmptyBodyIsItsZeroChunk) {
  EXPECT_EQ(outcome(decode_unsigned(0, "0\r\n\r\n")), "decoded");
}

TEST(UnsignedChunks, SizesAreHexInEitherCaseWithLeadingZeros) {
  EXPECT_EQ(outcome(decode_unsigned(10, "a\r\n0123456789\r\n0\r\n\r\n")), "decoded");
  EXPECT_EQ(outcome(decode_unsigned(10, "000000000000000A\r\n0123456789\r\n000\r\n\r\n")),
            "decoded");
}

TEST(UnsignedChunks, ExtensionsAreIgnored) {
  EXPECT_EQ(outcome(decode_unsigned(1, "1;chunk-signature=no;x\r\na\r\n0;\r\n\r\n")), "decoded");
}

// Recorded of the service: whatever breaks the framing is a body that ended too early.
TEST(UnsignedChunks, BrokenFramingIsAnIncompleteBody) {
  const std::vector<std::pair<const char*, std::string>> bodies = {
      {"nothing", ""},
      {"no zero chunk", "5\r\nhello\r\n"},
      {"chunk cut off", "5\r\nhel"},
      {"size too small", "3\r\nhello\r\n0\r\n\r\n"},
      {"size beyond the promise", "6\r\nhello!\r\n0\r\n\r\n"},
      {"shorter than promised", "4\r\nhell\r\n0\r\n\r\n"},
      {"no CR behind the size", "5\nhello\r\n0\r\n\r\n"},
      {"no CRLF behind the data", "5\r\nhello0\r\n\r\n"},
      {"no empty line at the end", "5\r\nhello\r\n0\r\n"},
      {"half of the last line end", "5\r\nhello\r\n0\r\n\r"},
      {"wrong last byte", "5\r\nhello\r\n0\r\n\rX"},
      {"more behind the end", "5\r\nhello\r\n0\r\n\r\nmore"},
      {"another empty line", "5\r\nhello\r\n0\r\n\r\n\r\n"},
      {"no size", "\r\nhello\r\n0\r\n\r\n"},
      {"only an extension", ";a\r\nhello\r\n0\r\n\r\n"},
      {"not hex", "5g\r\nhello\r\n0\r\n\r\n"},
      {"prefixed hex", "0x5\r\nhello\r\n0\r\n\r\n"},
      {"signed size", "+5\r\nhello\r\n0\r\n\r\n"},
      {"negative size", "-5\r\nhello\r\n0\r\n\r\n"},
      {"space before the size", " 5\r\nhello\r\n0\r\n\r\n"},
      {"17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n"},
      {"beyond 64 bits", "ffffffffffffffff\r\nhello\r\n0\r\n\r\n"},
      {"size line too long",
       "5;" + std::string(wire::limits::chunk_line_bytes_max, 'x') + "\r\nhello\r\n0\r\n\r\n"}};
  for (const auto& [what, body] : bodies) {
    SCOPED_TRACE(what);
    EXPECT_EQ(outcome(decode_unsigned(5, body)), incomplete);
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < body.size(); ++i)
      bytes.push_back(std::string_view(body).substr(i, 1));
    EXPECT_EQ(outcome(decode(unsigned_rules(5), bytes)), incomplete) << "byte by byte";
  }
}

TEST(UnsignedChunks, ATooLargeSizeIsRefusedBeforeItsData) {
  ChunkDecoder decoder(unsigned_rules(5));
  bool sank = false;
  const auto result =
      decoder.write(wire::as_bytes("6\r\nhello!"), [&](wire::Bytes) -> wire::Result<void> {
        sank = true;
        return wire::ok();
      });
  EXPECT_FALSE(result);
  EXPECT_FALSE(sank);
}

TEST(UnsignedChunks, AnEndlessSizeLineIsRefusedEarly) {
  ChunkDecoder decoder(unsigned_rules(5));
  const auto sink = [](wire::Bytes) -> wire::Result<void> { return wire::ok(); };
  const std::string half(wire::limits::chunk_line_bytes_max / 2 + 1, '0');
  EXPECT_TRUE(decoder.write(wire::as_bytes(half), sink));
  EXPECT_FALSE(decoder.write(wire::as_bytes(half), sink));
}

TEST(UnsignedChunks, ASmallChunkThatIsNotTheLastIsRefused) {
  const std::string body = chunk(8192) + chunk(8191) + chunk(1) + "0\r\n\r\n";
  const Decoded decoded = decode_unsigned(8192 + 8191 + 1, body);
  ASSERT_EQ(outcome(decoded),
            "400 InvalidChunkSizeError: Only the last chunk is allowed to have a size less than "
            "8192 bytes");
  // Captured for chunks of 3, 2 and 0 bytes: Chunk 2, BadChunkSize 3.
  EXPECT_EQ(elements(*decoded.error), "Chunk=3|BadChunkSize=8191");
}

TEST(UnsignedChunks, TheLastDataChunkMayBeSmall) {
  EXPECT_EQ(outcome(decode_unsigned(8193, chunk(8192) + chunk(1) + "0\r\n\r\n")), "decoded");
  EXPECT_EQ(outcome(decode_unsigned(1, chunk(1) + "0\r\n\r\n")), "decoded");
}

TEST(UnsignedChunks, TrailersHaveToBeTheAnnouncedOnes) {
  const std::vector<std::string> announced = {"x-amz-checksum-crc32"};
  for (const std::string trailer :
       {"", "x-amz-checksum-crc32c:NhCmhg==\r\n", "x-amz-checksum-crc32=NhCmhg==\r\n",
        ":NhCmhg==\r\n", "x-amz-checksum-crc32:1\r\nx-amz-checksum-crc32:2\r\n",
        "x-amz-checksum-crc32:1\r\nx-other:2\r\n",
        "x-amz-checksum-crc32:1\r\nx-amz-trailer-signature:2\r\n"}) {
    EXPECT_EQ(outcome(decode_unsigned(5, "5\r\nhello\r\n0\r\n" + trailer + "\r\n", announced)),
              malformed_trailer)
        << trailer;
  }
  EXPECT_EQ(outcome(decode_unsigned(5, "5\r\nhello\r\n0\r\na:b\r\n\r\n")), malformed_trailer);
}

TEST(UnsignedChunks, SeveralTrailersKeepTheirOrder) {
  const Decoded decoded = decode_unsigned(0, "0\r\nb:2\r\na:1\r\n\r\n", {"a", "b"});
  ASSERT_EQ(outcome(decoded), "decoded");
  EXPECT_EQ(decoded.trailers.at(0).name, "b");
  EXPECT_EQ(decoded.trailers.at(1).name, "a");
}

TEST(UnsignedChunks, AnEndlessTrailerIsRefused) {
  const std::string value(wire::limits::trailer_bytes_max, 'v');
  EXPECT_EQ(outcome(decode_unsigned(0, "0\r\na:" + value + "\r\n\r\n", {"a"})), malformed_trailer);
}

TEST(UnsignedChunks, AnErrorOfTheSinkEndsDecoding) {
  ChunkDecoder decoder(unsigned_rules(5));
  const auto result =
      decoder.write(wire::as_bytes("5\r\nhello"),
                    [](wire::Bytes) -> wire::Result<void> { return wire::Errc::SlowDown; });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code(), wire::Errc::SlowDown);
}

TEST(ChunkDecoder, RulesThatCannotBeAreABrokenInvariant) {
  ChunkRules rules;
  rules.payload = Payload::sha256;
  EXPECT_THROW(ChunkDecoder{rules}, std::logic_error);
  rules.payload = Payload::chunked_signed;
  EXPECT_THROW(ChunkDecoder{rules}, std::logic_error);
}

TEST(ChunkedText, AnnouncedTrailersAreLowerCasedAndTrimmed) {
  EXPECT_EQ(announced_trailers(" X-Amz-Checksum-CRC32 ,, b,"),
            (std::vector<std::string>{"x-amz-checksum-crc32", "b"}));
  EXPECT_TRUE(announced_trailers("").empty());
}

TEST(ChunkedText, AwsChunkedIsTakenOutOfContentEncoding) {
  EXPECT_EQ(content_encoding_without_aws_chunked("aws-chunked"), "");
  EXPECT_EQ(content_encoding_without_aws_chunked("aws-chunked,gzip"), "gzip");
  EXPECT_EQ(content_encoding_without_aws_chunked("gzip, AWS-Chunked , br"), "gzip,br");
  EXPECT_EQ(content_encoding_without_aws_chunked("gzip, br"), "gzip, br");
  EXPECT_EQ(content_encoding_without_aws_chunked(""), "");
}

}  // namespace
}  // namespace pail::signer
