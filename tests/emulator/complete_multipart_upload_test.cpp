#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/multipart.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/checksum.hpp"
#include "wire/text.hpp"

namespace pail::emulator::testing {
namespace {

class CompleteMultipartUpload : public MultipartTest {
 protected:
  // An upload whose only part is "hello".
  std::string begun(HeaderList headers = {}, HeaderList part_headers = {}) {
    const std::string id = begin(std::move(headers));
    EXPECT_EQ(put_part(id, 1, "hello", std::move(part_headers)).status, 200U);
    return id;
  }
  Answer complete_hello(std::string_view id, HeaderList headers = {}, std::string_view more = {}) {
    return complete(id, document(part(1, "hello", more)), std::move(headers));
  }
  Answer head(HeaderList headers = {{"x-amz-checksum-mode", "ENABLED"}}) {
    return s3.send({.method = "HEAD", .target = "/bucket/key", .headers = std::move(headers)});
  }
};

TEST_F(CompleteMultipartUpload, AnswersWhatTheObjectHasBecome) {
  const Answer answer = complete_hello(begun());
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(), "Location Bucket Key ETag ChecksumCRC64NVME ChecksumType");
  EXPECT_EQ(answer.element("Location"), "http://localhost:9000/bucket/key");
  EXPECT_EQ(answer.element("ETag"), "\"" + head().header("ETag").substr(1));
  EXPECT_EQ(answer.element("ChecksumCRC64NVME"), "M3eFcAZSQlc=");
  EXPECT_EQ(answer.element("ChecksumType"), "FULL_OBJECT");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  EXPECT_FALSE(answer.has("x-amz-version-id"));
  EXPECT_EQ(s3.get("bucket/key"), "hello");
}

TEST_F(CompleteMultipartUpload, TheLocationHasTheKeyEncoded) {
  const std::string id = begin({}, "a%20b/c");
  const std::string target = "/bucket/a%20b/c?uploadId=" + id;
  ASSERT_EQ(s3.send({.method = "PUT", .target = target + "&partNumber=1"}).status, 200U);
  const Answer answer =
      s3.send({.method = "POST", .target = target, .body = document(part(1, ""))});
  EXPECT_EQ(answer.element("Location"), "http://localhost:9000/bucket/a%20b%2Fc");
  EXPECT_EQ(answer.element("Key"), "a b/c");
}

TEST_F(CompleteMultipartUpload, ETagsAreTheWorkedExamples) {
  for (const auto& entry : pail::testing::spec_cases("multipart_etag")) {
    std::vector<std::string> bodies;
    for (const auto& part : entry.as_array().at(0).as_array()) {
      const auto count = static_cast<std::size_t>(part.as_array().at(1).as_int64());
      const std::string piece(part.as_array().at(0).as_string());
      std::string body;
      for (std::size_t i = 0; i < count; ++i) body += piece;
      bodies.push_back(std::move(body));
    }
    const std::string etag = "\"" + std::string(entry.as_array().at(1).as_string()) + "\"";
    SCOPED_TRACE(etag);
    EXPECT_EQ(upload_whole(bodies).element("ETag"), etag);
    EXPECT_EQ(head().header("ETag"), etag);
  }
}

TEST_F(CompleteMultipartUpload, AVersionedBucketGetsAVersion) {
  set_versioning(s3, "bucket");
  const Answer answer = complete_hello(begun());
  EXPECT_EQ(answer.header("x-amz-version-id").size(), 32U);
  EXPECT_EQ(head().header("x-amz-version-id"), answer.header("x-amz-version-id"));
}

TEST_F(CompleteMultipartUpload, TheUploadIsGoneAfterwards) {
  const std::string id = begun();
  ASSERT_EQ(complete_hello(id).status, 200U);
  EXPECT_EQ(s3.send({.target = upload_target(id)}).code(), "NoSuchUpload");
  EXPECT_EQ(put_part(id, 2, "late").code(), "NoSuchUpload");
}

TEST_F(CompleteMultipartUpload, GapsAndBareETagsAreFine) {
  const std::string id = begin();
  ASSERT_EQ(put_part(id, 4, five_mib).status, 200U);
  ASSERT_EQ(put_part(id, 9'000, "end").status, 200U);
  const std::string parts = "<Part><ETag>" + etag_of(five_mib) +
                            "</ETag><PartNumber>4</PartNumber></Part>" + part(9'000, "end");
  EXPECT_EQ(complete(id, document(parts)).status, 200U);
  EXPECT_EQ(s3.get("bucket/key").size(), five_mib.size() + 3);
}

TEST_F(CompleteMultipartUpload, RefusalsNameThePart) {
  const std::string id = begun();
  const Answer missing = complete(id, document(part(9'999, "hello")));
  EXPECT_EQ(missing.status, 400U);
  EXPECT_EQ(missing.code(), "InvalidPart");
  EXPECT_EQ(missing.elements(), "Code Message ETag PartNumber UploadId RequestId HostId");
  EXPECT_EQ(missing.element("PartNumber"), "9999");
  EXPECT_EQ(missing.element("UploadId"), id);
  EXPECT_EQ(complete(id, document(part(1, "another"))).code(), "InvalidPart");
  ASSERT_EQ(put_part(id, 2, "x").status, 200U);
  const Answer order = complete(id, document(part(2, "x") + part(1, "hello")));
  EXPECT_EQ(order.code(), "InvalidPartOrder");
  EXPECT_EQ(order.elements(), "Code Message UploadId RequestId HostId");
  const Answer small = complete(id, document(part(1, "hello") + part(2, "x")));
  EXPECT_EQ(small.code(), "EntityTooSmall");
  EXPECT_EQ(small.elements(),
            "Code Message ETag MinSizeAllowed PartNumber ProposedSize RequestId HostId");
  EXPECT_EQ(small.element("MinSizeAllowed"), "5242880");
  EXPECT_EQ(small.element("ProposedSize"), "5");
  EXPECT_EQ(complete_hello(id).status, 200U) << "no refusal ends the upload";
}

// Of two mistakes the one that S3 looks for first is answered.
TEST_F(CompleteMultipartUpload, ChecksComeInS3sOrder) {
  const HeaderList wrong_size = {{"x-amz-mp-object-size", "1"}};
  const HeaderList wrong_size_and_sum = {{"x-amz-mp-object-size", "1"},
                                         {"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}};
  const std::string id = begun();
  EXPECT_EQ(complete("none", "no XML").code(), "NoSuchUpload");
  EXPECT_EQ(complete(id, "no XML").code(), "MalformedXML");
  EXPECT_EQ(complete(id, document("")).message(), "You must specify at least one part");
  EXPECT_EQ(complete(id, document(part(2, "a") + part(1, "b"))).code(), "InvalidPartOrder");
  EXPECT_EQ(complete(id, document(part(1, "b") + part(2, "a"))).code(), "InvalidPart");
  EXPECT_EQ(complete(id, document(part(1, "b")), wrong_size_and_sum).code(), "InvalidPart");
  EXPECT_EQ(complete_hello(id, wrong_size_and_sum).code(), "BadDigest");
  HeaderList with_condition = wrong_size;
  with_condition.emplace_back("If-Match", "\"x\"");
  EXPECT_EQ(complete_hello(id, with_condition).code(), "InvalidRequest");
  EXPECT_EQ(complete_hello(id, {{"If-Match", "\"x\""}}).code(), "NoSuchKey");
}

TEST_F(CompleteMultipartUpload, TheSizeMayBePromised) {
  const std::string id = begun();
  EXPECT_EQ(complete_hello(id, {{"x-amz-mp-object-size", "6"}}).message(),
            "The provided 'x-amz-mp-object-size' header value 6 does not match what was computed: "
            "5");
  EXPECT_EQ(complete_hello(id, {{"x-amz-mp-object-size", "-1"}}).message(),
            "Value for x-amz-mp-object-size header is invalid.");
  EXPECT_EQ(complete_hello(id, {{"x-amz-mp-object-size", "5"}}).status, 200U);
}

TEST_F(CompleteMultipartUpload, ConditionsAreThoseOfAPut) {
  s3.put("bucket/key", "old");
  const std::string id = begun();
  const Answer there = complete_hello(id, {{"If-None-Match", "*"}});
  EXPECT_EQ(there.status, 412U);
  EXPECT_EQ(there.element("Condition"), "If-None-Match");
  EXPECT_EQ(complete_hello(id, {{"If-Match", "\"x\""}}).element("Condition"), "If-Match");
  EXPECT_EQ(complete_hello(id, {{"If-Match", "*"}}).status, 501U);
  EXPECT_EQ(complete_hello(id, {{"If-Match", "\"" + etag_of("old") + "\""}}).status, 200U);
}

TEST_F(CompleteMultipartUpload, AKeyThatChangedSinceTheUploadBeganIsAConflict) {
  const std::string id = begun();
  s3.clock().advance(std::chrono::seconds(1));
  s3.put("bucket/key", "new");
  const Answer answer = complete_hello(id, {{"If-Match", etag_of("new")}});
  EXPECT_EQ(answer.status, 409U);
  EXPECT_EQ(answer.code(), "ConditionalRequestConflict");
  EXPECT_EQ(answer.elements(), "Code Message Condition Key RequestId HostId");
}

// Checksums (semantics.md §10).

TEST_F(CompleteMultipartUpload, CompositesOfOnePartAreTheWorkedRule) {
  const std::string id =
      begun({{"x-amz-checksum-algorithm", "SHA256"}},
            {{"x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="}});
  const std::string sum =
      wire::to_base64(wire::sha256(wire::sha256(wire::as_bytes("hello")))) + "-1";
  const Answer answer = complete_hello(
      id, {{"x-amz-checksum-sha256", sum}, {"x-amz-checksum-type", "COMPOSITE"}},
      "<ChecksumSHA256>LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=</ChecksumSHA256>");
  EXPECT_EQ(answer.element("ChecksumSHA256"), sum) << answer.body;
  EXPECT_EQ(answer.element("ChecksumType"), "COMPOSITE");
  EXPECT_EQ(head().header("x-amz-checksum-sha256"), sum);
  EXPECT_EQ(head().header("x-amz-checksum-type"), "COMPOSITE");
  EXPECT_FALSE(head({}).has("x-amz-checksum-sha256"));
}

TEST_F(CompleteMultipartUpload, ACompositeNeedsTheChecksumOfEveryPart) {
  const std::string id =
      begun({{"x-amz-checksum-algorithm", "CRC32"}}, {{"x-amz-checksum-crc32", "NhCmhg=="}});
  EXPECT_EQ(complete_hello(id).message(),
            "The upload was created using a crc32 checksum. The complete request must include the "
            "checksum for each part. It was missing for part 1 in the request.");
  const Answer wrong = complete_hello(id, {}, "<ChecksumCRC32>AAAAAA==</ChecksumCRC32>");
  EXPECT_EQ(wrong.code(), "BadDigest");
  EXPECT_EQ(wrong.message(), "The crc32 you specified for part 1 did not match what we received.");
  EXPECT_EQ(complete_hello(id, {}, "<ChecksumSHA1>AAAA</ChecksumSHA1>").code(), "InvalidPart");
  EXPECT_EQ(complete_hello(id, {}, "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>").status, 200U);
}

TEST_F(CompleteMultipartUpload, AFullObjectsChecksumIsThatOfItsBytes) {
  for (const std::string algorithm : {"CRC32", "CRC32C", "CRC64NVME"}) {
    SCOPED_TRACE(algorithm);
    const std::string header = "x-amz-checksum-" + wire::lower(algorithm);
    const HeaderList asked = {{"x-amz-checksum-algorithm", algorithm},
                              {"x-amz-checksum-type", "FULL_OBJECT"}};
    const Answer parts = upload_whole({five_mib, five_mib + "b", "end"}, asked);
    EXPECT_EQ(parts.element("ChecksumType"), "FULL_OBJECT") << parts.body;
    wire::Checksum sum(*wire::checksum_from_name(algorithm));
    sum.update(wire::as_bytes(five_mib + five_mib + "bend"));
    EXPECT_EQ(parts.element("Checksum" + algorithm), sum.base64());
    EXPECT_EQ(head().header(header), parts.element("Checksum" + algorithm));
  }
}

TEST_F(CompleteMultipartUpload, TheChecksumOfTheWholeMayBePromised) {
  const std::string id = begun();
  const Answer wrong = complete_hello(id, {{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}});
  EXPECT_EQ(wrong.code(), "BadDigest");
  EXPECT_EQ(wrong.message(), "The CRC64NVME you specified did not match the calculated checksum.");
  EXPECT_EQ(complete_hello(id, {{"x-amz-checksum-crc64nvme", "bad"}}).message(),
            "Value for x-amz-checksum-crc64nvme header is invalid.");
  EXPECT_EQ(complete_hello(id, {{"x-amz-checksum-crc32", "NhCmhg=="}}).message(),
            "Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: "
            "crc32");
  EXPECT_EQ(complete_hello(id, {{"x-amz-checksum-crc32", "NhCmhg=="},
                                {"x-amz-checksum-crc64nvme", "M3eFcAZSQlc="}})
                .message(),
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  EXPECT_EQ(complete_hello(id, {{"x-amz-checksum-type", "COMPOSITE"}}).message(),
            "The upload was created using the FULL_OBJECT checksum mode. The complete request must "
            "use the same checksum mode.");
  EXPECT_EQ(complete_hello(id, {{"x-amz-checksum-crc64nvme", "M3eFcAZSQlc="}}).status, 200U);
}

TEST_F(CompleteMultipartUpload, TheDocumentsOwnDigestsAreJudged) {
  const std::string id = begun();
  EXPECT_EQ(complete_hello(id, {{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}}).code(), "BadDigest");
  const Answer tampered = s3.send({.method = "POST",
                                   .target = upload_target(id),
                                   .body = document(part(1, "hello")),
                                   .payload_hash = std::string(64, '0')});
  EXPECT_EQ(tampered.code(), "XAmzContentSHA256Mismatch");
}

TEST_F(CompleteMultipartUpload, ADocumentBeyondAnyRealOneIsRefused) {
  const std::string id = begun();
  EXPECT_EQ(complete(id, std::string(5 * 1024 * 1024, ' ')).code(), "MaxMessageLengthExceeded");
}

}  // namespace
}  // namespace pail::emulator::testing
