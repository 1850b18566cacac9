#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "wire/checksum.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view hello_etag = "\"5d41402abc4b2a76b9719d911017c592\"";

class UploadPartCopy : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/source", "hello");
    upload_id = begin_upload({});
  }
  std::string begin_upload(HeaderList headers) {
    return s3.send({.method = "POST", .target = "/bucket/target?uploads", .headers = headers})
        .element("UploadId");
  }
  Answer copy(HeaderList headers, const std::string& source = "bucket/source",
              const std::string& number = "1") {
    headers.emplace_back("x-amz-copy-source", source);
    return s3.send({.method = "PUT",
                    .target = "/bucket/target?partNumber=" + number + "&uploadId=" + upload_id,
                    .headers = std::move(headers)});
  }
  Answer copy_range(const std::string& range) { return copy({{"x-amz-copy-source-range", range}}); }
  Answer complete(const std::string& etag) {
    return s3.send({.method = "POST",
                    .target = "/bucket/target?uploadId=" + upload_id,
                    .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
                            etag + "</ETag></Part></CompleteMultipartUpload>"});
  }
  Harness s3;
  std::string upload_id;
};

TEST_F(UploadPartCopy, AnswersADocumentAndMakesAPart) {
  const Answer answer = copy({});
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_NE(answer.body.find("<CopyPartResult xmlns="), std::string::npos) << answer.body;
  EXPECT_EQ(answer.elements(), "LastModified ETag ChecksumCRC64NVME");
  EXPECT_EQ(answer.element("ETag"), hello_etag);
  EXPECT_EQ(answer.element("ChecksumCRC64NVME"), "M3eFcAZSQlc=");
  EXPECT_EQ(complete(answer.element("ETag")).status, 200U);
  EXPECT_EQ(s3.get("bucket/target"), "hello");
}

TEST_F(UploadPartCopy, TakesARange) {
  const std::pair<std::string, std::string> cases[] = {
      {"bytes=0-4", "hello"}, {"bytes=1-3", "ell"}, {"bytes=4-4", "o"}, {"bytes=0-0", "h"}};
  for (const auto& [range, bytes] : cases) {
    SCOPED_TRACE(range);
    upload_id = begin_upload({});
    const Answer answer = copy_range(range);
    ASSERT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(answer.element("ETag"), '"' + wire::to_hex(wire::md5(wire::as_bytes(bytes))) + '"');
    EXPECT_EQ(complete(answer.element("ETag")).status, 200U);
    EXPECT_EQ(s3.get("bucket/target"), bytes);
  }
}

TEST_F(UploadPartCopy, RefusesARangeWithoutBothEnds) {
  for (const std::string range : {"0-2", "bytes=0", "bytes=0-", "bytes=-2", "bytes=hello-world",
                                  "bytes=0-bar", "bytes=hello-", "bytes=0-2,3-5", "bytes=3-2",
                                  "bytes= 0-2", "Bytes=0-2", "", "bytes=0-18446744073709551615"}) {
    const Answer answer = copy_range(range);
    EXPECT_EQ(answer.status, 400U) << range;
    EXPECT_EQ(answer.code(), "InvalidArgument") << range;
    EXPECT_EQ(answer.message(),
              "The x-amz-copy-source-range value must be of the form bytes=first-last where first "
              "and last are the zero-based offsets of the first and last bytes to copy");
    EXPECT_EQ(answer.element("ArgumentName"), "x-amz-copy-source-range");
    EXPECT_EQ(answer.element("ArgumentValue"), range);
  }
}

TEST_F(UploadPartCopy, RefusesARangeBeyondTheSource) {
  const Answer beyond = copy_range("bytes=0-5");
  EXPECT_EQ(beyond.code(), "InvalidArgument");
  EXPECT_EQ(beyond.message(), "Range specified is not valid for source object of size: 5");
  EXPECT_EQ(beyond.element("ArgumentValue"), "bytes=0-5");
  const Answer outside = copy_range("bytes=5-9");
  EXPECT_EQ(outside.code(), "InvalidRequest");
  EXPECT_EQ(outside.message(), "The specified copy range is invalid for the source object size");
}

TEST_F(UploadPartCopy, CopiesAnEmptySourceWhole) {
  s3.put("bucket/empty", "");
  EXPECT_EQ(copy({}, "bucket/empty").element("ETag"), "\"d41d8cd98f00b204e9800998ecf8427e\"");
}

TEST_F(UploadPartCopy, ChecksumsByTheUploadsAlgorithm) {
  upload_id = begin_upload({{"x-amz-checksum-algorithm", "SHA256"}});
  const Answer answer = copy({});
  ASSERT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(answer.element("ChecksumSHA256"), "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
}

TEST_F(UploadPartCopy, NamesTheVersionCopied) {
  set_versioning(s3, "bucket");
  const Answer answer = copy({}, "bucket/source?versionId=null");
  EXPECT_EQ(answer.header("x-amz-copy-source-version-id"), "null");
  EXPECT_EQ(answer.element("ETag"), hello_etag);
}

TEST_F(UploadPartCopy, RefusesInItsOrder) {
  EXPECT_EQ(copy({}, "bucket/none", "0").element("ArgumentName"), "partNumber");
  EXPECT_EQ(copy({}, "bucket/none").code(), "NoSuchKey");
  EXPECT_EQ(copy({}, "none/source").code(), "NoSuchBucket");
  EXPECT_EQ(copy({}, "nothing").message(), "Invalid copy source object key");
  EXPECT_EQ(copy({{"x-amz-copy-source-if-match", "x"}}).element("Condition"),
            "x-amz-copy-source-If-Match");
  upload_id = "nothing";
  EXPECT_EQ(copy({}, "bucket/none").code(), "NoSuchUpload");
}

// What CopyObject makes of objects that were put together from parts.
class CopyOfParts : public UploadPartCopy {
 protected:
  void SetUp() override {
    UploadPartCopy::SetUp();
    const Answer part = copy({});
    ASSERT_EQ(complete(part.element("ETag")).status, 200U);
  }
  Answer copy_object(HeaderList headers = {}, const std::string& target = "copy") {
    headers.emplace_back("x-amz-copy-source", "bucket/target");
    return s3.send({.method = "PUT", .target = "/bucket/" + target, .headers = std::move(headers)});
  }
};

TEST_F(CopyOfParts, HasTheETagOfItsContent) {
  const Answer before = s3.send({.method = "HEAD", .target = "/bucket/target"});
  EXPECT_NE(before.header("ETag").find("-1\""), std::string::npos);
  const Answer answer = copy_object();
  EXPECT_EQ(answer.element("ETag"), hello_etag);
  EXPECT_EQ(answer.element("ChecksumCRC64NVME"), "M3eFcAZSQlc=");
  EXPECT_EQ(s3.get("bucket/copy"), "hello");
  const Answer in_place = copy_object({{"x-amz-metadata-directive", "REPLACE"}}, "target");
  EXPECT_EQ(in_place.element("ETag"), hello_etag);
}

TEST_F(CopyOfParts, HasAFullObjectChecksumWhereTheSourceHadACompositeOne) {
  upload_id = begin_upload({{"x-amz-checksum-algorithm", "SHA256"}});
  const Answer part = copy({});
  const Answer done = s3.send(
      {.method = "POST",
       .target = "/bucket/target?uploadId=" + upload_id,
       .body = "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>" +
               part.element("ETag") + "</ETag><ChecksumSHA256>" + part.element("ChecksumSHA256") +
               "</ChecksumSHA256></Part></CompleteMultipartUpload>"});
  ASSERT_EQ(done.element("ChecksumType"), "COMPOSITE") << done.body;
  const Answer answer = copy_object();
  EXPECT_EQ(answer.element("ChecksumSHA256"), "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
  EXPECT_EQ(answer.element("ChecksumType"), "FULL_OBJECT");
}

}  // namespace
}  // namespace pail::emulator::testing
