#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "wire/checksum.hpp"

namespace pail::emulator::testing {
namespace {

class CopyObject : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.make_bucket("other");
  }
  Answer copy(const std::string& source, const std::string& target, HeaderList headers = {}) {
    headers.emplace_back("x-amz-copy-source", source);
    return s3.send({.method = "PUT", .target = "/" + target, .headers = std::move(headers)});
  }
  Answer head(const std::string& path, HeaderList headers = {}) {
    return s3.send({.method = "HEAD", .target = "/" + path, .headers = std::move(headers)});
  }
  std::string version_of_put(const std::string& key, const std::string& body) {
    return s3.send({.method = "PUT", .target = "/bucket/" + key, .body = body})
        .header("x-amz-version-id");
  }
  Harness s3;
};

TEST_F(CopyObject, AnswersADocumentAndCopiesTheBytes) {
  s3.put("bucket/a", "hello");
  s3.clock().advance(std::chrono::hours(1));
  const Answer answer = copy("bucket/a", "other/b");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(), "LastModified ETag ChecksumCRC64NVME ChecksumType");
  EXPECT_EQ(answer.element("LastModified"), "2026-03-01T13:00:00.000Z");
  EXPECT_EQ(answer.element("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(answer.element("ChecksumCRC64NVME"), "M3eFcAZSQlc=");
  EXPECT_EQ(answer.element("ChecksumType"), "FULL_OBJECT");
  EXPECT_EQ(answer.header("Content-Type"), "application/xml");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  EXPECT_FALSE(answer.has("x-amz-version-id"));
  EXPECT_FALSE(answer.has("x-amz-copy-source-version-id"));
  EXPECT_EQ(s3.get("other/b"), "hello");
  EXPECT_EQ(head("other/b").header("Last-Modified"), "Sun, 01 Mar 2026 13:00:00 GMT");
}

TEST_F(CopyObject, OfNothingAndOfALotIsWhole) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{3'000'000}}) {
    const std::string body(bytes, 'x');
    s3.send({.method = "PUT", .target = "/bucket/a", .body = body, .piece_bytes = 1'000'000});
    EXPECT_EQ(copy("bucket/a", "bucket/b").status, 200U);
    EXPECT_EQ(s3.get("bucket/b"), body);
  }
}

TEST_F(CopyObject, OutlivesItsSource) {
  const std::string body(3'000'000, 'x');
  s3.send({.method = "PUT", .target = "/bucket/a", .body = body, .piece_bytes = 1'000'000});
  copy("bucket/a", "bucket/b");
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket/a"}).status, 204U);
  EXPECT_EQ(s3.get("bucket/b"), body);
}

const HeaderList described = {{"Content-Type", "audio/ogg"},
                              {"Cache-Control", "no-cache"},
                              {"x-amz-meta-one", "1"},
                              {"x-amz-storage-class", "STANDARD_IA"},
                              {"x-amz-website-redirect-location", "/there"},
                              {"x-amz-tagging", "a=1"}};

TEST_F(CopyObject, KeepsMetadataAndTagsButNotStorageClassAndRedirect) {
  s3.put("bucket/a", "hello", described);
  ASSERT_EQ(
      copy("bucket/a", "bucket/b", {{"Content-Type", "ignored"}, {"x-amz-meta-two", "2"}}).status,
      200U);
  const Answer answer = head("bucket/b");
  EXPECT_EQ(answer.header("Content-Type"), "audio/ogg");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("x-amz-meta-one"), "1");
  EXPECT_EQ(answer.header("x-amz-tagging-count"), "1");
  EXPECT_FALSE(answer.has("x-amz-meta-two"));
  EXPECT_FALSE(answer.has("x-amz-storage-class"));
  EXPECT_FALSE(answer.has("x-amz-website-redirect-location"));
}

TEST_F(CopyObject, ReplacesWhatItIsToldTo) {
  s3.put("bucket/a", "hello", described);
  ASSERT_EQ(copy("bucket/a", "bucket/b",
                 {{"x-amz-metadata-directive", "REPLACE"},
                  {"x-amz-meta-two", "2"},
                  {"x-amz-storage-class", "ONEZONE_IA"},
                  {"x-amz-website-redirect-location", "/here"}})
                .status,
            200U);
  const Answer answer = head("bucket/b");
  EXPECT_EQ(answer.header("Content-Type"), "binary/octet-stream");
  EXPECT_EQ(answer.header("x-amz-meta-two"), "2");
  EXPECT_EQ(answer.header("x-amz-storage-class"), "ONEZONE_IA");
  EXPECT_EQ(answer.header("x-amz-website-redirect-location"), "/here");
  EXPECT_EQ(answer.header("x-amz-tagging-count"), "1");
  EXPECT_FALSE(answer.has("x-amz-meta-one"));
  EXPECT_FALSE(answer.has("Cache-Control"));
  ASSERT_EQ(copy("bucket/a", "bucket/c",
                 {{"x-amz-tagging-directive", "REPLACE"}, {"x-amz-tagging", "x=y&z"}})
                .status,
            200U);
  EXPECT_EQ(head("bucket/c").header("x-amz-tagging-count"), "2");
  EXPECT_EQ(head("bucket/c").header("x-amz-meta-one"), "1");
}

TEST_F(CopyObject, RefusesOtherDirectives) {
  s3.put("bucket/a", "hello");
  for (const auto& [header, message] :
       {std::pair("x-amz-metadata-directive", "Unknown metadata directive."),
        std::pair("x-amz-tagging-directive", "Unknown tagging directive.")}) {
    const Answer answer = copy("bucket/a", "bucket/b", {{header, "MERGE"}});
    EXPECT_EQ(answer.code(), "InvalidArgument");
    EXPECT_EQ(answer.message(), message);
    EXPECT_EQ(answer.element("ArgumentName"), header);
    EXPECT_EQ(answer.element("ArgumentValue"), "MERGE");
  }
}

TEST_F(CopyObject, OntoItselfNeedsAChange) {
  s3.put("bucket/a", "hello", {{"x-amz-meta-one", "1"}});
  const Answer same = copy("bucket/a", "bucket/a");
  EXPECT_EQ(same.status, 400U);
  EXPECT_EQ(same.code(), "InvalidRequest");
  EXPECT_EQ(
      same.message(),
      "This copy request is illegal because it is trying to copy an object to itself without "
      "changing the object's metadata, storage class, website redirect location or encryption "
      "attributes.");
  const HeaderList changes[] = {{{"x-amz-metadata-directive", "REPLACE"}, {"x-amz-meta-two", "2"}},
                                {{"x-amz-storage-class", "STANDARD_IA"}},
                                {{"x-amz-website-redirect-location", "/x"}},
                                {{"x-amz-server-side-encryption", "AES256"}}};
  for (const HeaderList& change : changes) {
    EXPECT_EQ(copy("bucket/a", "bucket/a", change).status, 200U) << change.front().first;
    EXPECT_EQ(s3.get("bucket/a"), "hello");
  }
  EXPECT_EQ(head("bucket/a").header("x-amz-meta-two"), "2");
  EXPECT_EQ(copy("bucket/a", "bucket/a", {{"x-amz-tagging-directive", "REPLACE"}}).code(),
            "InvalidRequest");
}

TEST_F(CopyObject, OfAnOlderVersionRestoresIt) {
  set_versioning(s3, "bucket");
  const std::string first = version_of_put("a", "one");
  version_of_put("a", "two");
  EXPECT_EQ(copy("bucket/a", "bucket/a").code(), "InvalidRequest");
  const Answer answer = copy("bucket/a?versionId=" + first, "bucket/a");
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_EQ(answer.header("x-amz-copy-source-version-id"), first);
  EXPECT_NE(answer.header("x-amz-version-id"), first);
  EXPECT_EQ(answer.header("x-amz-version-id"), head("bucket/a").header("x-amz-version-id"));
  EXPECT_EQ(s3.get("bucket/a"), "one");
  const Answer out = copy("bucket/a", "other/a");
  EXPECT_TRUE(out.has("x-amz-copy-source-version-id"));
  EXPECT_FALSE(out.has("x-amz-version-id"));
}

TEST_F(CopyObject, OfADeleteMarkerIsRefused) {
  set_versioning(s3, "bucket");
  version_of_put("a", "one");
  const std::string marker =
      s3.send({.method = "DELETE", .target = "/bucket/a"}).header("x-amz-version-id");
  const Answer named = copy("bucket/a?versionId=" + marker, "bucket/b");
  EXPECT_EQ(named.status, 400U);
  EXPECT_EQ(named.code(), "InvalidRequest");
  EXPECT_EQ(named.message(),
            "The source of a copy request may not specifically refer to a delete marker by version "
            "id.");
  const Answer current = copy("bucket/a", "bucket/b");
  EXPECT_EQ(current.status, 404U);
  EXPECT_EQ(current.code(), "NoSuchKey");
}

TEST_F(CopyObject, NamesWhatIsMissing) {
  const Answer bucket = copy("none/a", "bucket/b");
  EXPECT_EQ(bucket.code(), "NoSuchBucket");
  EXPECT_EQ(bucket.element("BucketName"), "none");
  const Answer key = copy("other/a", "bucket/b");
  EXPECT_EQ(key.code(), "NoSuchKey");
  EXPECT_EQ(key.element("Key"), "a");
  s3.put("other/a", "x");
  EXPECT_EQ(copy("other/a?versionId=abc", "bucket/b").message(), "Invalid version id specified");
  EXPECT_EQ(copy("other/a?versionId=null", "bucket/b").status, 200U);
}

TEST_F(CopyObject, JudgesTheSourcesConditions) {
  s3.put("bucket/a", "hello");
  s3.clock().advance(std::chrono::hours(1));
  const std::string etag = "\"5d41402abc4b2a76b9719d911017c592\"";
  const std::string before = "Sun, 01 Mar 2026 11:00:00 GMT";
  const std::string behind = "Sun, 01 Mar 2026 12:30:00 GMT";
  const std::string future = "Sun, 01 Mar 2026 23:00:00 GMT";
  const std::string prefix = "x-amz-copy-source-";
  struct Case {
    HeaderList headers;
    std::string condition;  // that fails; "" for none
  };
  const Case cases[] = {
      {{{prefix + "if-match", etag}}, ""},
      {{{prefix + "if-match", "ABCORZ"}}, "If-Match"},
      {{{prefix + "if-none-match", "ABCORZ"}}, ""},
      {{{prefix + "if-none-match", etag}}, "If-None-Match"},
      {{{prefix + "if-none-match", "*"}}, "If-None-Match"},
      {{{prefix + "if-unmodified-since", behind}}, ""},
      {{{prefix + "if-unmodified-since", before}}, "If-Unmodified-Since"},
      {{{prefix + "if-modified-since", before}}, ""},
      {{{prefix + "if-modified-since", behind}}, "If-Modified-Since"},
      {{{prefix + "if-modified-since", future}}, ""},
      {{{prefix + "if-modified-since", "whenever"}}, ""},
      {{{prefix + "if-match", etag}, {prefix + "if-unmodified-since", before}}, ""},
      {{{prefix + "if-none-match", etag}, {prefix + "if-modified-since", before}}, "If-None-Match"},
      {{{prefix + "if-match", "x"}, {prefix + "if-none-match", etag}}, "If-Match"},
      {{{prefix + "if-unmodified-since", before}, {prefix + "if-none-match", etag}},
       "If-Unmodified-Since"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.headers.front().first + ": " + c.headers.front().second);
    const Answer answer = copy("bucket/a", "bucket/b", c.headers);
    EXPECT_EQ(answer.status, c.condition.empty() ? 200U : 412U) << answer.body;
    if (c.condition.empty()) continue;
    EXPECT_EQ(answer.code(), "PreconditionFailed");
    EXPECT_EQ(answer.element("Condition"), prefix + c.condition);
  }
}

TEST_F(CopyObject, GivesTheCopyTheChecksumAskedFor) {
  s3.put("bucket/a", "hello", {{"x-amz-checksum-crc32", "NhCmhg=="}});
  EXPECT_EQ(copy("bucket/a", "bucket/b").element("ChecksumCRC32"), "NhCmhg==");
  for (const wire::ChecksumAlgorithm algorithm : wire::all_checksum_algorithms) {
    const std::string name(wire::name(algorithm));
    SCOPED_TRACE(name);
    wire::Checksum checksum(algorithm);
    checksum.update(wire::as_bytes("hello"));
    const std::string text = checksum.base64();
    const Answer answer = copy("bucket/a", "bucket/b", {{"x-amz-checksum-algorithm", name}});
    EXPECT_EQ(answer.element("Checksum" + name), text);
    EXPECT_EQ(answer.element("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
    EXPECT_EQ(
        head("bucket/b", {{"x-amz-checksum-mode", "ENABLED"}}).header(wire::header_name(algorithm)),
        text);
  }
  const Answer refused = copy("bucket/a", "bucket/b", {{"x-amz-checksum-algorithm", "CRC16"}});
  EXPECT_EQ(refused.code(), "InvalidRequest");
}

TEST_F(CopyObject, OfArchivedBytesIsRefused) {
  for (const std::string archive : {"GLACIER", "DEEP_ARCHIVE"}) {
    s3.put("bucket/a", "hello", {{"x-amz-storage-class", archive}});
    const Answer answer = copy("bucket/a", "bucket/b");
    EXPECT_EQ(answer.status, 403U);
    EXPECT_EQ(answer.code(), "ObjectNotInActiveTierError");
  }
}

TEST_F(CopyObject, ChecksTheOwnersExpected) {
  s3.put("bucket/a", "hello");
  QueryClient root(s3, default_keys());
  const std::string mine =
      text_at(root.sts("GetCallerIdentity"), "GetCallerIdentityResult/Account");
  EXPECT_EQ(copy("bucket/a", "bucket/b", {{"x-amz-source-expected-bucket-owner", mine}}).status,
            200U);
  EXPECT_EQ(
      copy("bucket/a", "bucket/b", {{"x-amz-source-expected-bucket-owner", "999999999999"}}).code(),
      "AccessDenied");
  EXPECT_EQ(copy("bucket/a", "bucket/b", {{"x-amz-source-expected-bucket-owner", "me"}}).code(),
            "InvalidBucketOwnerAWSAccountID");
}

TEST_F(CopyObject, KeysOfTheCustomersAreNamed) {
  s3.put("bucket/a", "hello");
  for (const std::string header : {"x-amz-copy-source-server-side-encryption-customer-algorithm",
                                   "x-amz-server-side-encryption-customer-algorithm"}) {
    const Answer answer = copy("bucket/a", "bucket/b", {{header, "AES256"}});
    EXPECT_EQ(answer.code(), "NotImplemented");
    EXPECT_EQ(answer.element("Header"), header);
  }
}

TEST_F(CopyObject, OfAnotherAccountsBucketIsDenied) {
  s3.put("bucket/a", "hello");
  Sent sent{.method = "PUT",
            .target = "/theirs",
            .access_key = std::string(other_access_key),
            .secret_key = std::string(other_secret_key)};
  ASSERT_EQ(s3.send(sent).status, 200U);
  sent.target = "/theirs/b";
  sent.headers = {{"x-amz-copy-source", "bucket/a"}};
  EXPECT_EQ(s3.send(sent).code(), "AccessDenied");
  sent.headers = {{"x-amz-copy-source", "bucket/none"}};
  EXPECT_EQ(s3.send(sent).code(), "AccessDenied");
}

TEST_F(CopyObject, NeedsBothPermissionsAndTheTagsOwn) {
  s3.put("bucket/plain", "x");
  s3.put("bucket/tagged", "x", {{"x-amz-tagging", "a=1"}});
  QueryClient root(s3, default_keys());
  const signer::Credentials keys = root.make_user("ann");
  const auto allow = [&](const std::string& statements) {
    root.iam("PutUserPolicy",
             {{"UserName", "ann"},
              {"PolicyName", "rules"},
              {"PolicyDocument", R"({"Version":"2012-10-17","Statement":[)" + statements + "]}"}});
  };
  const auto rule = [](const std::string& action, const std::string& resource) {
    return R"({"Effect":"Allow","Action":")" + action + R"(","Resource":"arn:aws:s3:::)" +
           resource + "\"}";
  };
  const auto outcome = [&](const std::string& source) {
    return s3
        .send({.method = "PUT",
               .target = "/other/b",
               .headers = {{"x-amz-copy-source", source}},
               .access_key = keys.access_key,
               .secret_key = keys.secret_key})
        .status;
  };
  const std::string put = rule("s3:PutObject", "other/*");
  allow(put);
  EXPECT_EQ(outcome("bucket/plain"), 403U);
  allow(rule("s3:GetObject", "bucket/*"));
  EXPECT_EQ(outcome("bucket/plain"), 403U);
  allow(put + "," + rule("s3:GetObject", "other/*"));
  EXPECT_EQ(outcome("bucket/plain"), 403U);
  allow(put + "," + rule("s3:GetObject", "bucket/*"));
  EXPECT_EQ(outcome("bucket/plain"), 200U);
  EXPECT_EQ(outcome("bucket/plain?versionId=null"), 403U);
  EXPECT_EQ(outcome("bucket/none"), 403U) << "who may not list may not learn";
  EXPECT_EQ(outcome("bucket/tagged"), 403U);
  allow(put + "," + rule("s3:GetObject*", "bucket/*") + "," + rule("s3:ListBucket", "bucket"));
  EXPECT_EQ(outcome("bucket/plain?versionId=null"), 200U);
  EXPECT_EQ(outcome("bucket/tagged"), 200U);
  EXPECT_EQ(outcome("bucket/none"), 404U);
}

}  // namespace
}  // namespace pail::emulator::testing
