// SigV4A and signed chunks through the whole emulator: what is stored, and what is refused with
// nothing stored.
#include <gtest/gtest.h>

#include "signer/chunk_encoder.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "tests/emulator/support/harness.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

using signer::Algorithm;
using signer::Payload;

constexpr std::string_view target = "/bucket/key";
constexpr std::string_view host = "localhost:9000";

std::shared_ptr<const signer::Key> key_of(std::string_view secret = default_secret_key) {
  return std::make_shared<const signer::Key>(
      signer::Credentials(std::string(default_access_key), std::string(secret)));
}

wire::Headers views_of(const HeaderList& headers) {
  wire::Headers views;
  views.add("Host", host);
  for (const auto& [name, value] : headers) views.add(name, value);
  return views;
}

// `sent` with a V4A header over what it has; the seed is for its chunks.
signer::ChunkSeed sign_v4a(Sent& sent, std::string payload_hash, std::string region_set = "*") {
  sent.signing = Signing::none;
  sent.headers.emplace_back("x-amz-content-sha256", std::move(payload_hash));
  sent.headers.emplace_back("x-amz-date", wire::format_iso_basic(test_time()));
  sent.headers.emplace_back("x-amz-region-set", std::move(region_set));
  const wire::Headers views = views_of(sent.headers);
  const wire::Query query;
  auto head =
      signer::v4a::sign_head(*key_of(), {sent.method, sent.target, query, views, {}}, test_time());
  sent.headers.emplace_back("Authorization", head.authorization);
  return head.seed;
}

Sent presigned_v4a(std::string method, std::string_view region_set, HeaderList headers = {}) {
  const wire::Headers views = views_of(headers);
  wire::Query query;
  signer::v4a::presign(*key_of(), {method, target, query, views, {}}, query, region_set,
                       test_time(), std::chrono::seconds(60));
  return {.method = std::move(method),
          .target = std::string(target) + '?' + query.text(),
          .headers = std::move(headers),
          .signing = Signing::none};
}

class SignedStreaming : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  void expect_nothing_stored() {
    EXPECT_EQ(s3.send({.target = std::string(target)}).code(), "NoSuchKey");
  }
  Harness s3;
};

class SigV4a : public SignedStreaming {};

TEST_F(SigV4a, HeadersSignAPutAndAGet) {
  Sent put{.method = "PUT", .target = std::string(target), .body = "hello"};
  sign_v4a(put, wire::to_hex(wire::sha256(wire::as_bytes(put.body))));
  const Answer answer = s3.send(put);
  EXPECT_EQ(answer.status, 200U) << answer.body;
  Sent get{.target = std::string(target)};
  sign_v4a(get, "UNSIGNED-PAYLOAD", "eu-west-1,us-*");
  EXPECT_EQ(s3.send(get).body, "hello");
}

TEST_F(SigV4a, TheSignedPayloadHashIsThatOfTheBody) {
  Sent put{.method = "PUT", .target = std::string(target), .body = "jello"};
  sign_v4a(put, wire::to_hex(wire::sha256(wire::as_bytes("hello"))));
  EXPECT_EQ(s3.send(put).code(), "XAmzContentSHA256Mismatch");
  expect_nothing_stored();
}

TEST_F(SigV4a, APresignedUrlPutsAndGetsUntilItExpires) {
  Sent put = presigned_v4a("PUT", "us-east-1");
  put.body = "hello";
  EXPECT_EQ(s3.send(put).status, 200U);
  const Sent get = presigned_v4a("GET", "*");
  EXPECT_EQ(s3.send(get).body, "hello");
  EXPECT_EQ(s3.send({.method = "HEAD", .target = get.target, .signing = Signing::none}).status,
            403U);
  s3.clock().advance(std::chrono::seconds(61));
  EXPECT_EQ(s3.send(get).message(), "Request has expired");
}

TEST_F(SigV4a, ARegionSetWithoutThisRegionIsRefusedInBothForms) {
  Sent header{.target = std::string(target)};
  sign_v4a(header, "UNSIGNED-PAYLOAD", "eu-*,us-west-2");
  for (const Sent& sent : {header, presigned_v4a("GET", "eu-*,us-west-2")}) {
    const Answer answer = s3.send(sent);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.elements(), "Code Message RequestedRegion RegionSet RequestId HostId");
    EXPECT_EQ(answer.code(), "RegionSetMismatch");
    EXPECT_EQ(answer.message(),
              "The provided X-Amz-Region-Set doesn't match against the requested S3 region.");
    EXPECT_EQ(answer.element("RequestedRegion"), "us-east-1");
    EXPECT_EQ(answer.element("RegionSet"), "eu-*,us-west-2");
  }
}

TEST_F(SigV4a, ARegionSetWidenedAfterSigningIsAMismatch) {
  Sent header{.target = std::string(target)};
  sign_v4a(header, "UNSIGNED-PAYLOAD", "us-east-1");
  for (auto& [name, value] : header.headers) {
    if (name == "x-amz-region-set") value = "us-*";
  }
  Sent query = presigned_v4a("GET", "us-east-1");
  query.target.replace(query.target.find("Set=us-east-1"), 13, "Set=us-*");
  const std::pair<Sent, std::string> cases[] = {{header, "\nx-amz-region-set:us-*\n"},
                                                {query, "&X-Amz-Region-Set=us-%2A&"}};
  for (const auto& [sent, signed_set] : cases) {
    const Answer answer = s3.send(sent);
    EXPECT_EQ(answer.code(), "SignatureDoesNotMatch");
    EXPECT_NE(answer.element("CanonicalRequest").find(signed_set), std::string::npos);
  }
}

TEST_F(SigV4a, ChunksSignedByV4DoNotFollowAV4aHead) {
  Sent put{.method = "PUT",
           .target = std::string(target),
           .headers = {{"x-amz-decoded-content-length", "5"}},
           .body = "5\r\nhello\r\n0\r\n\r\n"};
  sign_v4a(put, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  const Answer answer = s3.send(put);
  EXPECT_EQ(answer.code(), "InvalidRequest");
  EXPECT_EQ(answer.message(), "The value of x-amz-content-sha256 header is invalid.");
  EXPECT_FALSE(answer.body_was_asked_for);
}

TEST_F(SigV4a, APresignedUrlMayHaveSignedChunks) {
  const std::string keyword(signer::v4a::streaming_signed);
  Sent sent = presigned_v4a(
      "PUT", "*", {{"x-amz-content-sha256", keyword}, {"x-amz-decoded-content-length", "5"}});
  // What the signature continues from stands in the URL.
  const std::string signature = sent.target.substr(sent.target.find("X-Amz-Signature=") + 16);
  signer::ChunkRules rules{.payload = Payload::chunked_signed, .key = key_of()};
  rules.seed = signer::ChunkSeed{signature, wire::format_iso_basic(test_time()),
                                 "20260301/s3/aws4_request", "", Algorithm::ecdsa_p256};
  sent.body = signer::encode_chunked(std::move(rules), "hello");
  const Answer answer = s3.send(sent);
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(s3.get("bucket/key"), "hello");
}

TEST_F(SigV4a, ChunksNeedTheirDecodedLength) {
  for (const std::string_view keyword :
       {signer::v4a::streaming_signed, signer::v4a::streaming_signed_trailer}) {
    Sent put{.method = "PUT", .target = std::string(target), .body = "0\r\n\r\n"};
    sign_v4a(put, std::string(keyword));
    const Answer answer = s3.send(put);
    EXPECT_EQ(answer.status, 411U) << keyword;
    EXPECT_EQ(answer.code(), "MissingContentLength");
  }
}

// One way to send "hello" in signed chunks.
struct Stream {
  const char* name;
  Algorithm algorithm;
  Payload payload;

  bool has_trailer() const { return payload == Payload::chunked_signed_trailer; }
  std::vector<signer::Trailer> trailers() const {
    if (!has_trailer()) return {};
    return {{"x-amz-checksum-crc32", "NhCmhg=="}};
  }
};

class SignedChunks : public SignedStreaming, public ::testing::WithParamInterface<Stream> {
 protected:
  Sent upload() const {
    const Stream& stream = GetParam();
    Sent sent{
        .method = "PUT",
        .target = std::string(target),
        .headers = {{"Content-Encoding", "aws-chunked"}, {"x-amz-decoded-content-length", "5"}}};
    if (stream.has_trailer()) sent.headers.emplace_back("x-amz-trailer", "x-amz-checksum-crc32");
    signer::ChunkRules rules{.payload = stream.payload, .key = key_of()};
    const std::string keyword(signer::chunked_keyword(stream.payload, stream.algorithm));
    rules.seed = stream.algorithm == Algorithm::ecdsa_p256 ? sign_v4a(sent, keyword)
                                                           : sign_v4(sent, keyword);
    sent.body = signer::encode_chunked(std::move(rules), "hello", stream.trailers());
    return sent;
  }

 private:
  static signer::ChunkSeed sign_v4(Sent& sent, const std::string& keyword) {
    sent.signing = Signing::none;
    sent.headers.emplace_back("x-amz-content-sha256", keyword);
    sent.headers.emplace_back("x-amz-date", wire::format_iso_basic(test_time()));
    const wire::Headers views = views_of(sent.headers);
    const wire::Query query;
    auto head = signer::v4::sign_head(*key_of(), {sent.method, sent.target, query, views, {}},
                                      "us-east-1", test_time());
    sent.headers.emplace_back("Authorization", head.authorization);
    return head.seed;
  }
};

TEST_P(SignedChunks, AreStoredDecodedWithoutTheirEncoding) {
  const Answer answer = s3.send(upload());
  EXPECT_EQ(answer.status, 200U) << answer.body;
  const Answer get = s3.send({.target = std::string(target)});
  EXPECT_EQ(get.body, "hello");
  EXPECT_FALSE(get.has("Content-Encoding"));
}

TEST_P(SignedChunks, TakeEitherWayOfTellingTheLength) {
  Sent sent = upload();
  sent.declares_length = false;
  EXPECT_EQ(s3.send(sent).status, 200U);
}

TEST_P(SignedChunks, AChangedByteStoresNothing) {
  Sent sent = upload();
  sent.body[sent.body.find("hello")] = 'j';
  const Answer answer = s3.send(sent);
  EXPECT_EQ(answer.status, 403U);
  EXPECT_EQ(answer.code(), "SignatureDoesNotMatch");
  EXPECT_NE(answer.element("StringToSign").find("-PAYLOAD\n"), std::string::npos);
  EXPECT_TRUE(answer.element("CanonicalRequest").starts_with("PUT\n/bucket/key\n"));
  expect_nothing_stored();
}

// The zero chunk and the trailer are signed too: a body cannot be cut short by who is in between.
TEST_P(SignedChunks, AWrongSignatureAtTheEndStoresNothing) {
  Sent sent = upload();
  const std::size_t last = sent.body.rfind("-signature") + 11 + 20;
  sent.body[last] = sent.body[last] == '0' ? '1' : '0';
  EXPECT_EQ(s3.send(sent).code(), "SignatureDoesNotMatch");
  expect_nothing_stored();
}

TEST_P(SignedChunks, ABodyWithoutItsEndStoresNothing) {
  Sent sent = upload();
  sent.body.resize(sent.body.rfind("\r\n0;chunk-signature") + 2);
  EXPECT_EQ(s3.send(sent).code(), "IncompleteBody");
  expect_nothing_stored();
}

TEST_P(SignedChunks, MissingSignaturesAreBrokenFraming) {
  Sent sent = upload();
  const std::size_t extension = sent.body.find(";chunk-signature");
  sent.body.erase(extension, sent.body.find('\r') - extension);
  EXPECT_EQ(s3.send(sent).code(), "IncompleteBody");
  expect_nothing_stored();
}

TEST_P(SignedChunks, PaddingMayBeMissingWhereThereIsAny) {
  Sent sent = upload();
  for (std::size_t at; (at = sent.body.find('*')) != std::string::npos;) sent.body.erase(at, 1);
  EXPECT_EQ(s3.send(sent).status, 200U);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, SignedChunks,
    ::testing::Values(Stream{"V4", Algorithm::hmac_sha256, Payload::chunked_signed},
                      Stream{"V4Trailer", Algorithm::hmac_sha256, Payload::chunked_signed_trailer},
                      Stream{"V4A", Algorithm::ecdsa_p256, Payload::chunked_signed},
                      Stream{"V4ATrailer", Algorithm::ecdsa_p256, Payload::chunked_signed_trailer}),
    [](const auto& form) { return std::string(form.param.name); });

}  // namespace
}  // namespace pail::emulator::testing
