#include <gtest/gtest.h>

#include "signer/chunked.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/checksum.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view hello_md5 = "XUFAKrxLKna5cZ2REBfFkg==";
constexpr std::string_view nothing_md5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

class PutObject : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }

  Answer put(HeaderList headers, std::string body = "hello", std::string key = "key") {
    return s3.send({.method = "PUT",
                    .target = "/bucket/" + key,
                    .headers = std::move(headers),
                    .body = std::move(body)});
  }
  Answer head(HeaderList headers = {}) {
    return s3.send({.method = "HEAD", .target = "/bucket/key", .headers = std::move(headers)});
  }
  // What was refused must have left nothing.
  void expect_nothing_stored() {
    EXPECT_EQ(s3.send({.target = "/bucket/key"}).code(), "NoSuchKey");
  }
  Harness s3;
};

TEST_F(PutObject, AnswersETagChecksumAndEncryption) {
  const Answer answer = put({});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  EXPECT_EQ(answer.header("x-amz-checksum-crc64nvme"), "M3eFcAZSQlc=");
  EXPECT_EQ(answer.header("x-amz-checksum-type"), "FULL_OBJECT");
  EXPECT_FALSE(answer.has("x-amz-version-id"));
  EXPECT_FALSE(answer.has("Content-Type"));
}

TEST_F(PutObject, StoresDigestsOfEveryBody) {
  for (const auto& entry : pail::testing::spec_cases("checksums")) {
    const auto& row = entry.as_array();
    const std::string data(row.at(0).as_string());
    SCOPED_TRACE(data);
    const Answer answer = put({{"x-amz-checksum-crc32", std::string(row.at(1).as_string())}}, data);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(answer.header("ETag"), '"' + std::string(row.at(2).as_string()) + '"');
    EXPECT_EQ(answer.header("x-amz-checksum-crc32"), std::string(row.at(1).as_string()));
    const Answer sha = put({{"x-amz-checksum-sha256", std::string(row.at(3).as_string())}}, data);
    EXPECT_EQ(sha.header("x-amz-checksum-sha256"), std::string(row.at(3).as_string()));
    EXPECT_FALSE(sha.has("x-amz-checksum-crc64nvme"));
  }
}

TEST_F(PutObject, EveryAlgorithmIsVerifiedStoredAndGivenBack) {
  for (const wire::ChecksumAlgorithm algorithm : wire::all_checksum_algorithms) {
    const std::string header(wire::header_name(algorithm));
    SCOPED_TRACE(header);
    wire::Checksum checksum(algorithm);
    checksum.update(wire::as_bytes("hello"));
    const std::string text = checksum.base64();
    EXPECT_EQ(put({{header, text}}, "hello").header(header), text);
    EXPECT_EQ(head({{"x-amz-checksum-mode", "ENABLED"}}).header(header), text);
    const Answer wrong = put({{header, text}}, "other");
    EXPECT_EQ(wrong.code(), "BadDigest");
    EXPECT_EQ(wrong.message(), "The " + std::string(wire::name(algorithm)) +
                                   " you specified did not match the calculated checksum.");
  }
}

// What follows a body that was cut too short would be read as the next request.
TEST_F(PutObject, BodyThatIsNotWhatItsHeadSaysEndsTheConnection) {
  const Answer wrong = put({{"Content-MD5", std::string(nothing_md5)}});
  EXPECT_EQ(wrong.code(), "BadDigest");
  EXPECT_TRUE(wrong.closes);
  EXPECT_FALSE(put({{"Content-MD5", "x"}}).closes) << "refused before the body is read";
  EXPECT_FALSE(put({}).closes);
}

TEST_F(PutObject, StoresSystemHeadersAsSent) {
  const HeaderList headers = {{"Content-Type", "text/plain"},
                              {"Cache-Control", "max-age=60"},
                              {"Content-Disposition", "attachment; filename=\"a.txt\""},
                              {"Content-Language", "de"},
                              {"Expires", "whenever"},
                              {"Content-Encoding", "identity"}};
  ASSERT_EQ(put(headers).status, 200U);
  const Answer answer = head();
  for (const auto& [name, value] : headers) EXPECT_EQ(answer.header(name), value) << name;
}

TEST_F(PutObject, AnEmptyContentTypeIsTheDefault) {
  ASSERT_EQ(put({{"Content-Type", ""}}).status, 200U);
  EXPECT_EQ(head().header("Content-Type"), "binary/octet-stream");
}

TEST_F(PutObject, AwsChunkedIsTakenOutOfTheContentEncoding) {
  const std::pair<std::string, std::string> cases[] = {{"aws-chunked", ""},
                                                       {"aws-chunked,gzip", "gzip"},
                                                       {"gzip, aws-chunked", "gzip"},
                                                       {"gzip", "gzip"}};
  for (const auto& [sent, stored] : cases) {
    SCOPED_TRACE(sent);
    ASSERT_EQ(put({{"Content-Encoding", sent}}).status, 200U);
    EXPECT_EQ(head().header("Content-Encoding"), stored);
    EXPECT_EQ(head().has("Content-Encoding"), !stored.empty());
  }
}

TEST_F(PutObject, UserMetadataComesBackInLowerCase) {
  ASSERT_EQ(
      put({{"X-Amz-Meta-Color", "Red"}, {"x-amz-meta-color", "blue"}, {"x-amz-meta-b", ""}}).status,
      200U);
  const Answer answer = head();
  EXPECT_NE(answer.fields.text().find("x-amz-meta-color: Red,blue\r\n"), std::string_view::npos)
      << answer.fields.text();
  EXPECT_TRUE(answer.has("x-amz-meta-b"));
}

TEST_F(PutObject, NonAsciiMetadataComesBackAsAnEncodedWord) {
  ASSERT_EQ(put({{"x-amz-meta-raw", "caf\xc3\xa9"},
                 {"x-amz-meta-word", "=?UTF-8?B?w6k=?="},
                 {"x-amz-meta-ascii", "=?UTF-8?Q?plain?="}})
                .status,
            200U);
  const Answer answer = head();
  EXPECT_EQ(answer.header("x-amz-meta-raw"), "=?UTF-8?Q?caf=C3=A9?=");
  EXPECT_EQ(answer.header("x-amz-meta-word"), "=?UTF-8?B?w6k=?=");
  EXPECT_EQ(answer.header("x-amz-meta-ascii"), "plain");
}

TEST_F(PutObject, UserMetadataIsLimitedTo2KiB) {
  const std::string name = "x-amz-meta-abc";  // 3 bytes count
  EXPECT_EQ(put({{name, std::string(2045, 'v')}}).status, 200U);
  const Answer answer = put({{name, std::string(2046, 'v')}});
  EXPECT_EQ(answer.code(), "MetadataTooLarge");
  EXPECT_EQ(answer.elements(), "Code Message Size MaxSizeAllowed RequestId HostId");
  EXPECT_EQ(answer.element("Size"), "2049");
  EXPECT_EQ(answer.element("MaxSizeAllowed"), "2048");
  EXPECT_FALSE(answer.body_was_asked_for);
}

TEST_F(PutObject, StorageClassesAreCheckedAndStandardIsNotEchoed) {
  for (const std::string known : {"REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "GLACIER",
                                  "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"}) {
    ASSERT_EQ(put({{"x-amz-storage-class", known}}).status, 200U) << known;
    EXPECT_EQ(head().header("x-amz-storage-class"), known);
  }
  ASSERT_EQ(put({{"x-amz-storage-class", "STANDARD"}}).status, 200U);
  EXPECT_FALSE(head().has("x-amz-storage-class"));
  for (const std::string bad : {"OUTPOSTS", "SNOW", "EXPRESS_ONEZONE", "standard", ""}) {
    const Answer answer = put({{"x-amz-storage-class", bad}});
    EXPECT_EQ(answer.code(), "InvalidStorageClass") << bad;
    EXPECT_EQ(answer.elements(), "Code Message StorageClassRequested RequestId HostId");
    EXPECT_EQ(answer.element("StorageClassRequested"), bad);
  }
}

TEST_F(PutObject, TheRedirectLocationIsKeptIfItCanBeOne) {
  for (const std::string good : {"/other", "http://example.com/", "https://example.com/"}) {
    ASSERT_EQ(put({{"x-amz-website-redirect-location", good}}).status, 200U) << good;
    EXPECT_EQ(head().header("x-amz-website-redirect-location"), good);
  }
  for (const std::string& bad :
       {std::string("other"), std::string("ftp://x"), "/" + std::string(2048, 'x')}) {
    const Answer answer = put({{"x-amz-website-redirect-location", bad}});
    EXPECT_EQ(answer.code(), "InvalidArgument") << bad;
    EXPECT_EQ(answer.element("ArgumentName"), "x-amz-website-redirect-location");
  }
}

TEST_F(PutObject, WhatCannotBeHonouredIsNamedAndNothingIsStored) {
  for (const std::string header :
       {"x-amz-server-side-encryption-customer-algorithm",
        "x-amz-server-side-encryption-customer-key",
        "x-amz-server-side-encryption-customer-key-MD5",
        "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-server-side-encryption-context",
        "x-amz-server-side-encryption-bucket-key-enabled", "x-amz-object-lock-mode",
        "x-amz-object-lock-retain-until-date", "x-amz-object-lock-legal-hold",
        "x-amz-write-offset-bytes"}) {
    SCOPED_TRACE(header);
    const Answer answer = put({{header, "AES256"}});
    EXPECT_EQ(answer.status, 501U);
    EXPECT_EQ(answer.code(), "NotImplemented");
    EXPECT_EQ(answer.message(),
              "A header you provided implies functionality that is not implemented");
    EXPECT_EQ(answer.element("Header"), header);
    EXPECT_FALSE(answer.body_was_asked_for);
    expect_nothing_stored();
  }
}

TEST_F(PutObject, EncryptionIsAes256OrRefused) {
  EXPECT_EQ(put({{"x-amz-server-side-encryption", "AES256"},
                 {"x-amz-server-side-encryption-bucket-key-enabled", "false"}})
                .status,
            200U);
  EXPECT_EQ(put({{"x-amz-server-side-encryption", "aws:kms"}}).element("Header"),
            "x-amz-server-side-encryption");
  const Answer answer = put({{"x-amz-server-side-encryption", "aes256"}});
  EXPECT_EQ(answer.code(), "InvalidEncryptionAlgorithmError");
  EXPECT_EQ(answer.elements(), "Code Message ArgumentName ArgumentValue RequestId HostId");
}

TEST_F(PutObject, AclsMustAmountToTheOwnersFullControl) {
  EXPECT_EQ(put({{"x-amz-acl", "bucket-owner-full-control"}}).status, 200U);
  EXPECT_EQ(put({{"x-amz-acl", "private"}}).status, 200U);
  for (const HeaderList& headers :
       {HeaderList{{"x-amz-acl", "public-read"}}, HeaderList{{"x-amz-acl", "aws-exec-read"}},
        HeaderList{{"x-amz-grant-read", "id=1"}}}) {
    const Answer answer = put(headers);
    EXPECT_EQ(answer.code(), "AccessControlListNotSupported") << headers.front().second;
    EXPECT_EQ(answer.message(), "The bucket does not allow ACLs");
  }
  const Answer unknown = put({{"x-amz-acl", "everybody"}});
  EXPECT_EQ(unknown.elements(), "Code ArgumentName ArgumentValue RequestId HostId");
  EXPECT_EQ(unknown.element("ArgumentName"), "x-amz-acl");
  EXPECT_EQ(unknown.element("ArgumentValue"), "everybody");
  EXPECT_EQ(put({{"x-amz-acl", "private"}, {"x-amz-grant-read", "id=1"}}).message(),
            "Specifying both Canned ACLs and Header Grants is not allowed");
}

TEST_F(PutObject, ContentMd5IsVerified) {
  EXPECT_EQ(put({{"Content-MD5", std::string(hello_md5)}}).status, 200U);
  s3.send({.method = "DELETE", .target = "/bucket/key"});
  for (const std::string bad : {"", "x", "XUFAKrxLKna5cZ2REBfFkg", "NhCmhg=="}) {
    const Answer answer = put({{"Content-MD5", bad}});
    EXPECT_EQ(answer.code(), "InvalidDigest") << bad;
    EXPECT_EQ(answer.elements(), "Code Message Content-MD5 RequestId HostId") << bad;
    EXPECT_EQ(answer.element("Content-MD5"), bad);
    EXPECT_FALSE(answer.body_was_asked_for);
  }
  const Answer answer = put({{"Content-MD5", std::string(nothing_md5)}});
  EXPECT_EQ(answer.code(), "BadDigest");
  EXPECT_EQ(answer.elements(), "Code Message CalculatedDigest ExpectedDigest RequestId HostId");
  EXPECT_EQ(answer.element("CalculatedDigest"), hello_md5);
  EXPECT_EQ(answer.element("ExpectedDigest"), "d41d8cd98f00b204e9800998ecf8427e");
  expect_nothing_stored();
}

TEST_F(PutObject, ThePayloadHashIsCompared) {
  const std::string hash(64, 'a');
  const Answer answer =
      s3.send({.method = "PUT", .target = "/bucket/key", .body = "hello", .payload_hash = hash});
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.code(), "XAmzContentSHA256Mismatch");
  EXPECT_EQ(answer.elements(),
            "Code Message ClientComputedContentSHA256 S3ComputedContentSHA256 RequestId HostId");
  EXPECT_EQ(answer.element("ClientComputedContentSHA256"), hash);
  EXPECT_EQ(answer.element("S3ComputedContentSHA256"),
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  expect_nothing_stored();
  EXPECT_EQ(s3.send({.method = "PUT",
                     .target = "/bucket/key",
                     .body = "hello",
                     .payload_hash = "UNSIGNED-PAYLOAD"})
                .status,
            200U);
}

TEST_F(PutObject, ChecksumHeadersFollowTheRules) {
  struct Case {
    HeaderList headers;
    std::string code, message;
  };
  const Case cases[] = {
      {{{"x-amz-checksum-crc32", "AAAAAA=="}},
       "BadDigest",
       "The CRC32 you specified did not match the calculated checksum."},
      {{{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}},
       "BadDigest",
       "The CRC64NVME you specified did not match the calculated checksum."},
      {{{"x-amz-checksum-crc32", "xyz"}},
       "InvalidRequest",
       "Value for x-amz-checksum-crc32 header is invalid."},
      {{{"X-AMZ-CHECKSUM-SHA1", "NhCmhg=="}},
       "InvalidRequest",
       "Value for x-amz-checksum-sha1 header is invalid."},
      {{{"x-amz-checksum-crc32", "NhCmhg=="}, {"x-amz-checksum-crc32c", "mnG7TA=="}},
       "InvalidRequest",
       "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."},
      {{{"x-amz-checksum-foo", "NhCmhg=="}},
       "InvalidRequest",
       "The algorithm type you specified in x-amz-checksum- header is invalid."},
      {{{"x-amz-sdk-checksum-algorithm", "CRC32"}},
       "InvalidRequest",
       "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
       "x-amz-trailer headers were found."},
      {{{"x-amz-sdk-checksum-algorithm", "SHA1"}, {"x-amz-checksum-crc32", "NhCmhg=="}},
       "InvalidRequest",
       "Value for x-amz-sdk-checksum-algorithm header is invalid."},
      {{{"x-amz-sdk-checksum-algorithm", "NONE"}, {"x-amz-checksum-crc32", "NhCmhg=="}},
       "InvalidRequest",
       "Value for x-amz-sdk-checksum-algorithm header is invalid."},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.message);
    const Answer answer = put(c.headers);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.code(), c.code);
    EXPECT_EQ(answer.message(), c.message);
    expect_nothing_stored();
  }
  const std::pair<std::string, std::string> good[] = {
      {"crc32", "NhCmhg=="},
      {"crc32c", "mnG7TA=="},
      {"crc64nvme", "M3eFcAZSQlc="},
      {"sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="},
      {"sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="}};
  for (const auto& [algorithm, value] : good) {
    const Answer answer =
        put({{"x-amz-checksum-" + algorithm, value}, {"x-amz-sdk-checksum-algorithm", algorithm}});
    EXPECT_EQ(answer.header("x-amz-checksum-" + algorithm), value) << answer.body;
  }
}

TEST_F(PutObject, NeedsALength) {
  const Answer answer = s3.send(
      {.method = "PUT", .target = "/bucket/key", .body = "hello", .declares_length = false});
  EXPECT_EQ(answer.status, 411U);
  EXPECT_EQ(answer.code(), "MissingContentLength");
  EXPECT_EQ(answer.message(), "You must provide the Content-Length HTTP header.");
}

TEST_F(PutObject, MoreThan5GiBIsRefusedBeforeTheBody) {
  const std::string size = std::to_string(wire::limits::put_bytes_max + 1);
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/bucket/key",
                                 .headers = {{"x-amz-decoded-content-length", size}},
                                 .payload_hash = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"});
  EXPECT_EQ(answer.code(), "EntityTooLarge");
  EXPECT_EQ(answer.elements(), "Code Message ProposedSize MaxSizeAllowed RequestId HostId");
  EXPECT_EQ(answer.element("ProposedSize"), size);
  EXPECT_EQ(answer.element("MaxSizeAllowed"), "5368709120");
  EXPECT_FALSE(answer.body_was_asked_for);
}

TEST_F(PutObject, ConditionsDecideWhetherItIsStored) {
  EXPECT_EQ(put({{"If-Match", "\"x\""}}).code(), "NoSuchKey");
  EXPECT_EQ(put({{"If-None-Match", "*"}}, "first").status, 200U);
  const Answer again = put({{"If-None-Match", "*"}}, "second");
  EXPECT_EQ(again.status, 412U);
  EXPECT_EQ(again.elements(), "Code Message Condition RequestId HostId");
  EXPECT_EQ(again.element("Condition"), "If-None-Match");
  EXPECT_FALSE(again.body_was_asked_for);
  const Answer other = put({{"If-Match", "\"5d41402abc4b2a76b9719d911017c592\""}});
  EXPECT_EQ(other.element("Condition"), "If-Match");
  EXPECT_EQ(s3.get("bucket/key"), "first");
  const std::string etag = head().header("ETag");
  EXPECT_EQ(put({{"If-Match", etag}}, "third").status, 200U);
  EXPECT_EQ(s3.get("bucket/key"), "third");
  const Answer both = put({{"If-Match", etag}, {"If-None-Match", "*"}});
  EXPECT_EQ(both.status, 501U);
  EXPECT_EQ(both.element("Header"), "If-Match,If-None-Match");
  EXPECT_EQ(both.element("additionalMessage"),
            "Multiple conditional request headers present in the request");
}

TEST_F(PutObject, TheLastWriterWins) {
  s3.put("bucket/key", "one", {{"Content-Type", "text/plain"}, {"x-amz-meta-a", "1"}});
  s3.put("bucket/key", "two");
  EXPECT_EQ(s3.get("bucket/key"), "two");
  EXPECT_EQ(head().header("Content-Type"), "binary/octet-stream");
  EXPECT_FALSE(head().has("x-amz-meta-a"));
}

TEST_F(PutObject, AnEmptyObjectIsOne) {
  s3.put("bucket/key", "");
  EXPECT_EQ(head().header("ETag"), "\"d41d8cd98f00b204e9800998ecf8427e\"");
  EXPECT_EQ(head().head_length, 0U);
}

TEST_F(PutObject, AKeyEndingInASlashHoldsData) {
  s3.put("bucket/folder/", "data");
  EXPECT_EQ(s3.get("bucket/folder/"), "data");
}

TEST_F(PutObject, ALargeBodySurvives) {
  std::string body(3 * 1024 * 1024 + 17, '\0');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i * 31 + i / 997);
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/key", .body = body, .piece_bytes = 65536})
                .status,
            200U);
  const Answer range =
      s3.send({.target = "/bucket/key", .headers = {{"Range", "bytes=1048570-1048590"}}});
  EXPECT_EQ(range.body, body.substr(1048570, 21));
  EXPECT_EQ(head().header("ETag"), '"' + wire::to_hex(wire::md5(wire::as_bytes(body))) + '"');
}

}  // namespace
}  // namespace pail::emulator::testing
