#include "tests/emulator/support/multipart.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::testing {
namespace {

class UploadPart : public MultipartTest {};

TEST_F(UploadPart, AnswersTheETagAndTheChecksumThatIsKept) {
  const Answer answer = put_part(begin(), 1, "hello");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(answer.header("x-amz-checksum-crc64nvme"), "M3eFcAZSQlc=");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
}

TEST_F(UploadPart, ConfirmsTheChecksumThatWasSent) {
  const Answer answer = put_part(begin(), 1, "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}});
  EXPECT_EQ(answer.header("x-amz-checksum-crc32"), "NhCmhg==");
  EXPECT_FALSE(answer.has("x-amz-checksum-crc64nvme"));
}

TEST_F(UploadPart, ComputesTheUploadsChecksumWhereItMay) {
  const std::string id =
      begin({{"x-amz-checksum-algorithm", "CRC32"}, {"x-amz-checksum-type", "FULL_OBJECT"}});
  EXPECT_EQ(put_part(id, 1, "hello").header("x-amz-checksum-crc32"), "NhCmhg==");
}

TEST_F(UploadPart, ThePartNumberIsOneToTenThousand) {
  const std::string id = begin();
  for (const std::string number : {"0", "10001", "-1", "x", ""}) {
    SCOPED_TRACE(number);
    const Answer answer = s3.send({.method = "PUT", .target = part_target(id, number)});
    EXPECT_EQ(answer.code(), "InvalidArgument");
    EXPECT_EQ(answer.message(), "Part number must be an integer between 1 and 10000, inclusive");
    EXPECT_EQ(answer.element("ArgumentName"), "partNumber");
    EXPECT_EQ(answer.element("ArgumentValue"), number);
  }
  EXPECT_EQ(put_part(id, 1, "a").status, 200U);
  EXPECT_EQ(put_part(id, 10'000, "b").status, 200U);
}

TEST_F(UploadPart, NeedsTheUpload) {
  const Answer answer = put_part("56788", 1, "hello");
  EXPECT_EQ(answer.status, 404U);
  EXPECT_EQ(answer.code(), "NoSuchUpload");
  EXPECT_EQ(answer.message(),
            "The specified upload does not exist. The upload ID may be invalid, or the upload may "
            "have been aborted or completed.");
  EXPECT_EQ(answer.element("UploadId"), "56788");
  EXPECT_FALSE(answer.body_was_asked_for);
}

TEST_F(UploadPart, WhatTheBodyPromisedIsJudged) {
  const std::string id = begin();
  EXPECT_EQ(put_part(id, 1, "hello", {{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}}).code(),
            "BadDigest");
  EXPECT_EQ(put_part(id, 1, "hello", {{"Content-MD5", "x"}}).code(), "InvalidDigest");
  const Answer wrong = put_part(id, 1, "hello", {{"x-amz-checksum-crc32", "AAAAAA=="}});
  EXPECT_EQ(wrong.message(), "The CRC32 you specified did not match the calculated checksum.");
  Answer list = s3.send({.target = upload_target(id)});
  EXPECT_TRUE(list.texts("Part", "PartNumber").empty()) << "what was refused is not kept";
}

TEST_F(UploadPart, TheChecksumMustBeByTheUploadsAlgorithm) {
  const std::string composite = begin({{"x-amz-checksum-algorithm", "SHA256"}});
  const Answer other = put_part(composite, 1, "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}});
  EXPECT_EQ(other.code(), "InvalidRequest");
  EXPECT_EQ(other.message(),
            "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum "
            "Type: crc32");
  EXPECT_EQ(put_part(composite, 1, "hello").message(),
            "Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum "
            "Type: null");
}

TEST_F(UploadPart, AwsChunkedBodiesLoseTheirFraming) {
  const std::string id = begin();
  const Answer answer = s3.send({.method = "PUT",
                                 .target = part_target(id, "1"),
                                 .headers = {{"x-amz-decoded-content-length", "5"},
                                             {"x-amz-trailer", "x-amz-checksum-crc32"}},
                                 .body = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
                                 .payload_hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"});
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(answer.header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(answer.header("x-amz-checksum-crc32"), "NhCmhg==");
}

TEST_F(UploadPart, HasALengthOfAtMostFiveGiB) {
  const std::string id = begin();
  const std::string size = std::to_string(wire::limits::put_bytes_max + 1);
  const Answer large = s3.send({.method = "PUT",
                                .target = part_target(id, "1"),
                                .headers = {{"x-amz-decoded-content-length", size}},
                                .payload_hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"});
  EXPECT_EQ(large.code(), "EntityTooLarge");
  const Answer none = s3.send(
      {.method = "PUT", .target = part_target(id, "1"), .body = "x", .declares_length = false});
  EXPECT_EQ(none.code(), "MissingContentLength");
}

}  // namespace
}  // namespace pail::emulator::testing
