#include "tests/emulator/support/multipart.hpp"

namespace pail::emulator::testing {
namespace {

class CreateMultipartUpload : public MultipartTest {};

TEST_F(CreateMultipartUpload, AnswersTheIdOfANewUpload) {
  const Answer answer = create();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(), "Bucket Key UploadId");
  EXPECT_EQ(answer.element("Bucket"), "bucket");
  EXPECT_EQ(answer.element("Key"), "key");
  EXPECT_NE(answer.element("UploadId"), create().element("UploadId"));
  EXPECT_NE(answer.body.find("<InitiateMultipartUploadResult xmlns="), std::string::npos);
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  EXPECT_FALSE(answer.has("x-amz-checksum-algorithm"));
  EXPECT_EQ(s3.send({.target = "/bucket/key"}).code(), "NoSuchKey");
}

TEST_F(CreateMultipartUpload, EchoesTheChecksumItWillHave) {
  struct Case {
    std::string algorithm, asked, type;
  };
  const Case cases[] = {{"CRC32", "", "COMPOSITE"},
                        {"CRC32", "FULL_OBJECT", "FULL_OBJECT"},
                        {"CRC32C", "COMPOSITE", "COMPOSITE"},
                        {"CRC64NVME", "", "FULL_OBJECT"},
                        {"SHA1", "", "COMPOSITE"},
                        {"sha256", "COMPOSITE", "COMPOSITE"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.algorithm + " " + c.asked);
    HeaderList headers = {{"x-amz-checksum-algorithm", c.algorithm}};
    if (!c.asked.empty()) headers.emplace_back("x-amz-checksum-type", c.asked);
    const Answer answer = create(headers);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(answer.header("x-amz-checksum-type"), c.type);
    EXPECT_NE(answer.header("x-amz-checksum-algorithm"), "");
  }
}

TEST_F(CreateMultipartUpload, RefusesChecksumsThatDoNotExist) {
  struct Case {
    std::string algorithm, type, message;
  };
  const Case cases[] = {
      {"SHA256", "FULL_OBJECT",
       "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm."},
      {"SHA1", "FULL_OBJECT",
       "The FULL_OBJECT checksum type cannot be used with the sha1 checksum algorithm."},
      {"CRC64NVME", "COMPOSITE",
       "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."},
      {"", "COMPOSITE",
       "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm "
       "header."},
      {"CRC32", "HALF", "Value for x-amz-checksum-type header is invalid."}};
  for (const Case& c : cases) {
    HeaderList headers = {{"x-amz-checksum-type", c.type}};
    if (!c.algorithm.empty()) headers.emplace_back("x-amz-checksum-algorithm", c.algorithm);
    const Answer answer = create(headers);
    EXPECT_EQ(answer.code(), "InvalidRequest");
    EXPECT_EQ(answer.message(), c.message);
  }
  const Answer unknown = create({{"x-amz-checksum-algorithm", "CRC7"}});
  EXPECT_EQ(unknown.code(), "InvalidRequest");
  EXPECT_TRUE(unknown.message().starts_with(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
      "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256"))
      << unknown.message();
}

TEST_F(CreateMultipartUpload, WhatTheObjectWillHaveIsSaidHere) {
  const std::string id = begin({{"Content-Type", "text/plain"},
                                {"Cache-Control", "no-cache"},
                                {"x-amz-meta-Colour", "blue"},
                                {"x-amz-storage-class", "STANDARD_IA"},
                                {"x-amz-tagging", "a=b"}});
  ASSERT_EQ(put_part(id, 1, "body").status, 200U);
  ASSERT_EQ(complete(id, document(part(1, "body"))).status, 200U);
  const Answer head = s3.send({.method = "HEAD", .target = "/bucket/key"});
  EXPECT_EQ(head.header("Content-Type"), "text/plain");
  EXPECT_EQ(head.header("Cache-Control"), "no-cache");
  EXPECT_EQ(head.header("x-amz-meta-colour"), "blue");
  EXPECT_EQ(head.header("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(head.header("x-amz-tagging-count"), "1");
}

TEST_F(CreateMultipartUpload, WrongHeadersAreRefusedAsOnAPut) {
  EXPECT_EQ(create({{"x-amz-storage-class", "FAST"}}).code(), "InvalidStorageClass");
  EXPECT_EQ(create({{"x-amz-meta-a", std::string(3000, 'x')}}).code(), "MetadataTooLarge");
}

TEST_F(CreateMultipartUpload, NeedsTheBucket) {
  EXPECT_EQ(s3.send({.method = "POST", .target = "/none/key?uploads"}).code(), "NoSuchBucket");
}

}  // namespace
}  // namespace pail::emulator::testing
