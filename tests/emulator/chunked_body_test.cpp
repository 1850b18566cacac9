#include "emulator/chunked_body.hpp"

#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view unsigned_trailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

class ChunkedBody : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }

  Answer put(std::string body, HeaderList headers, std::string hash = std::string(unsigned_trailer),
             Signing signing = Signing::v4) {
    return s3.send({.method = "PUT",
                    .target = "/bucket/key",
                    .headers = std::move(headers),
                    .body = std::move(body),
                    .signing = signing,
                    .payload_hash = std::move(hash)});
  }
  HeaderList announcing(std::string trailer, std::string length = "5") {
    return {{"Content-Encoding", "aws-chunked"},
            {"x-amz-decoded-content-length", std::move(length)},
            {"x-amz-trailer", std::move(trailer)},
            {"x-amz-sdk-checksum-algorithm", "CRC32"}};
  }
  void expect_nothing_stored() {
    EXPECT_EQ(s3.send({.target = "/bucket/key"}).code(), "NoSuchKey");
  }
  Harness s3;
};

TEST_F(ChunkedBody, IsStoredDecodedWithItsTrailerVerified) {
  const Answer answer = put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
                            announcing("x-amz-checksum-crc32"));
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(answer.header("x-amz-checksum-crc32"), "NhCmhg==");
  EXPECT_EQ(s3.get("bucket/key"), "hello");
  const Answer head = s3.send({.method = "HEAD", .target = "/bucket/key"});
  EXPECT_FALSE(head.has("Content-Encoding"));
  EXPECT_EQ(head.head_length, 5U);
}

TEST_F(ChunkedBody, AWrongTrailerChecksumStoresNothing) {
  const Answer answer = put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
                            announcing("x-amz-checksum-crc32"));
  EXPECT_EQ(answer.code(), "BadDigest");
  EXPECT_EQ(answer.message(), "The CRC32 you specified did not match the calculated checksum.");
  expect_nothing_stored();
}

TEST_F(ChunkedBody, ATrailerThatIsNoChecksumStoresNothing) {
  const Answer answer =
      put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:zz\r\n\r\n", announcing("x-amz-checksum-crc32"));
  EXPECT_EQ(answer.code(), "InvalidRequest");
  EXPECT_EQ(answer.message(), "Value for x-amz-checksum-crc32 trailing header is invalid.");
  expect_nothing_stored();
}

TEST_F(ChunkedBody, AMissingTrailerStoresNothing) {
  EXPECT_EQ(put("5\r\nhello\r\n0\r\n\r\n", announcing("x-amz-checksum-crc32")).code(),
            "MalformedTrailerError");
  expect_nothing_stored();
}

TEST_F(ChunkedBody, TwoChecksumsAreTooMany) {
  HeaderList headers = announcing("x-amz-checksum-crc32");
  headers.emplace_back("x-amz-checksum-crc32", "NhCmhg==");
  EXPECT_EQ(put("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", headers).message(),
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  EXPECT_EQ(put("", announcing("x-amz-checksum-crc32, x-amz-checksum-sha1")).code(),
            "InvalidRequest");
  EXPECT_EQ(put("", announcing("x-amz-checksum-foo")).message(),
            "The algorithm type you specified in x-amz-checksum- header is invalid.");
}

TEST_F(ChunkedBody, ABodyShorterThanPromisedStoresNothing) {
  const Answer answer = put("5\r\nhello\r\n0\r\n\r\n", {{"x-amz-decoded-content-length", "6"}});
  EXPECT_EQ(answer.code(), "IncompleteBody");
  EXPECT_EQ(answer.message(), "The request body terminated unexpectedly");
  expect_nothing_stored();
}

TEST_F(ChunkedBody, NeedsItsDecodedLength) {
  for (const HeaderList& headers : {HeaderList{}, HeaderList{{"x-amz-decoded-content-length", ""}},
                                    HeaderList{{"x-amz-decoded-content-length", "-5"}},
                                    HeaderList{{"x-amz-decoded-content-length", "five"}}}) {
    const Answer answer = put("5\r\nhello\r\n0\r\n\r\n", headers);
    EXPECT_EQ(answer.status, 411U);
    EXPECT_EQ(answer.code(), "MissingContentLength");
  }
}

TEST_F(ChunkedBody, IsDecodedUnderVersion2Too) {
  HeaderList headers = announcing("x-amz-checksum-crc32");
  headers.emplace_back("x-amz-content-sha256", unsigned_trailer);
  const std::string body = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  EXPECT_EQ(put(body, headers, {}, Signing::v2).status, 200U);
  EXPECT_EQ(s3.get("bucket/key"), "hello");
}

TEST_F(ChunkedBody, ContentEncodingAloneMeansNoFraming) {
  EXPECT_EQ(put("hello", {{"Content-Encoding", "aws-chunked"}}, {}).status, 200U);
  EXPECT_EQ(s3.get("bucket/key"), "hello");
  const Answer framed =
      put("5\r\nhallo\r\n0\r\n\r\n",
          {{"Content-Encoding", "gzip, AWS-Chunked"}, {"x-amz-decoded-content-length", "5"}},
          "UNSIGNED-PAYLOAD");
  EXPECT_EQ(framed.status, 200U) << framed.body;
  EXPECT_EQ(s3.get("bucket/key"), "hallo");
}

TEST_F(ChunkedBody, WithoutSignaturesWhereTheyArePromisedIsRefused) {
  const Answer answer = put("5\r\nhello\r\n0\r\n\r\n", {{"x-amz-decoded-content-length", "5"}},
                            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  EXPECT_GE(answer.status, 400U);
  expect_nothing_stored();
}

}  // namespace
}  // namespace pail::emulator::testing
