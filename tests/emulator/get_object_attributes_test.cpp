#include <gtest/gtest.h>

#include "tests/emulator/support/documents.hpp"
#include "tests/emulator/support/query_client.hpp"
#include "wire/checksum.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view everything = "ETag,Checksum,ObjectParts,StorageClass,ObjectSize";

class GetObjectAttributes : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "hello");
  }
  Answer ask(const std::string& attributes, HeaderList more = {},
             const std::string& query = "?attributes") {
    more.emplace_back("x-amz-object-attributes", attributes);
    return s3.send({.target = "/bucket/key" + query, .headers = std::move(more)});
  }
  Answer ask_all(HeaderList more = {}) { return ask(std::string(everything), std::move(more)); }

  // Parts of 5 MiB, the last one of one byte. They tell their checksum when they are put together
  // only where the upload has asked for one.
  void put_in_parts(int count, const HeaderList& headers) {
    const bool checksums = !headers.empty();
    const std::string id =
        s3.send({.method = "POST", .target = "/bucket/key?uploads", .headers = headers})
            .element("UploadId");
    std::string chosen;
    for (int number = 1; number <= count; ++number) {
      chosen += put_part(id, number, count, checksums);
    }
    const Answer done =
        s3.send({.method = "POST",
                 .target = "/bucket/key?uploadId=" + id,
                 .body = "<CompleteMultipartUpload>" + chosen + "</CompleteMultipartUpload>"});
    ASSERT_EQ(done.status, 200U) << done.body;
  }
  std::string put_part(const std::string& id, int number, int count, bool checksums) {
    const std::string body(number == count ? 1 : 5 * 1024 * 1024, 'x');
    wire::Checksum checksum(wire::ChecksumAlgorithm::crc32c);
    checksum.update(wire::as_bytes(body));
    const std::string text = checksum.base64();
    const Answer part =
        s3.send({.method = "PUT",
                 .target = "/bucket/key?partNumber=" + std::to_string(number) + "&uploadId=" + id,
                 .headers = checksums ? HeaderList{{"x-amz-checksum-crc32c", text}} : HeaderList{},
                 .body = body,
                 .piece_bytes = 1 << 20});
    EXPECT_EQ(part.status, 200U) << part.body;
    return "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" +
           part.header("ETag") + "</ETag>" +
           (checksums ? "<ChecksumCRC32C>" + text + "</ChecksumCRC32C>" : "") + "</Part>";
  }
  Harness s3;
};

TEST_F(GetObjectAttributes, TellsWhatIsAskedForInItsOwnOrder) {
  s3.clock().advance(std::chrono::hours(1));
  const Answer answer = ask("ObjectSize,StorageClass,Checksum,ETag,ObjectParts");
  EXPECT_EQ(answer.status, 200U) << answer.body;
  EXPECT_NE(answer.body.find("<GetObjectAttributesResponse xmlns="), std::string::npos);
  EXPECT_EQ(answer.elements(), "ETag Checksum StorageClass ObjectSize");
  EXPECT_EQ(answer.element("ETag"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_EQ(answer.texts("Checksum", "ChecksumCRC64NVME"),
            std::vector<std::string>{"M3eFcAZSQlc="});
  EXPECT_EQ(answer.texts("Checksum", "ChecksumType"), std::vector<std::string>{"FULL_OBJECT"});
  EXPECT_EQ(answer.element("StorageClass"), "STANDARD");
  EXPECT_EQ(answer.element("ObjectSize"), "5");
  EXPECT_EQ(answer.header("Last-Modified"), "Sun, 01 Mar 2026 12:00:00 GMT");
  EXPECT_FALSE(answer.has("x-amz-version-id"));
  EXPECT_FALSE(answer.has("x-amz-delete-marker"));
  EXPECT_EQ(ask("ObjectSize").elements(), "ObjectSize");
  EXPECT_EQ(ask("ETag, ObjectSize").elements(), "ETag ObjectSize");
  EXPECT_EQ(ask("ETag", {{"x-amz-object-attributes", "ObjectSize"}}).elements(), "ETag ObjectSize");
}

TEST_F(GetObjectAttributes, RefusesNoNamesAndOthers) {
  const Answer none = s3.send({.target = "/bucket/key?attributes"});
  EXPECT_EQ(none.status, 400U);
  EXPECT_EQ(none.code(), "InvalidRequest");
  for (const std::string names : {"etag", "ETag;ObjectSize", "ETag,Owner"}) {
    const Answer answer = ask(names);
    EXPECT_EQ(answer.code(), "InvalidArgument") << names;
    EXPECT_EQ(answer.element("ArgumentName"), "x-amz-object-attributes");
    EXPECT_EQ(answer.element("ArgumentValue"), names);
  }
  for (const std::string header : {"x-amz-max-parts", "x-amz-part-number-marker"}) {
    for (const std::string value : {"x", "-1", "99999999999"}) {
      EXPECT_EQ(ask("ETag", {{header, value}}).element("ArgumentName"), header) << value;
    }
  }
}

TEST_F(GetObjectAttributes, PagesThePartsThatHaveChecksums) {
  put_in_parts(3, {{"x-amz-checksum-algorithm", "CRC32C"}});
  const Answer all = ask_all();
  ASSERT_EQ(all.elements(), "ETag Checksum ObjectParts StorageClass ObjectSize");
  EXPECT_EQ(all.element("ObjectSize"), std::to_string(2 * 5 * 1024 * 1024 + 1));
  EXPECT_EQ(all.texts("Checksum", "ChecksumType"), std::vector<std::string>{"COMPOSITE"});
  const auto text = [](const Answer& answer, const std::string& name) {
    const auto found = answer.texts("ObjectParts", name);
    return found.empty() ? "(none)" : found.front();
  };
  EXPECT_EQ(text(all, "PartsCount"), "3");
  EXPECT_EQ(text(all, "IsTruncated"), "false");
  EXPECT_EQ(text(all, "MaxParts"), "1000");
  EXPECT_EQ(text_at(all, "ObjectParts/Part/PartNumber"), "1");
  EXPECT_EQ(text_at(all, "ObjectParts/Part/Size"), "5242880");
  EXPECT_EQ(all.texts("ObjectParts", "Part").size(), 3U);
  const Answer page = ask_all({{"x-amz-max-parts", "1"}, {"x-amz-part-number-marker", "1"}});
  EXPECT_EQ(text(page, "PartNumberMarker"), "1");
  EXPECT_EQ(text(page, "NextPartNumberMarker"), "2");
  EXPECT_EQ(text(page, "MaxParts"), "1");
  EXPECT_EQ(text(page, "IsTruncated"), "true");
  EXPECT_EQ(text(page, "PartsCount"), "3");
  EXPECT_EQ(text_at(page, "ObjectParts/Part/PartNumber"), "2");
  const Answer last = ask_all({{"x-amz-part-number-marker", "2"}});
  EXPECT_EQ(text(last, "IsTruncated"), "false");
  EXPECT_EQ(text_at(last, "ObjectParts/Part/Size"), "1");
  EXPECT_NE(text_at(last, "ObjectParts/Part/ChecksumCRC32C"), "");
  EXPECT_EQ(ask_all({{"x-amz-part-number-marker", "9"}}).texts("ObjectParts", "Part").size(), 0U);
}

TEST_F(GetObjectAttributes, CountsPartsThatHaveNone) {
  put_in_parts(1, {});
  const Answer answer = ask_all();
  EXPECT_EQ(answer.texts("ObjectParts", "PartsCount"), std::vector<std::string>{"1"});
  EXPECT_TRUE(answer.texts("ObjectParts", "Part").empty());
}

TEST_F(GetObjectAttributes, IsAboutAVersion) {
  set_versioning(s3, "bucket");
  s3.put("bucket/key", "new");
  const Answer current = ask("ObjectSize");
  EXPECT_EQ(current.element("ObjectSize"), "3");
  EXPECT_NE(current.header("x-amz-version-id"), "");
  const Answer older = ask("ObjectSize", {}, "?attributes&versionId=null");
  EXPECT_EQ(older.element("ObjectSize"), "5");
  EXPECT_EQ(older.header("x-amz-version-id"), "null");
  const std::string marker =
      s3.send({.method = "DELETE", .target = "/bucket/key"}).header("x-amz-version-id");
  const Answer gone = ask("ETag");
  EXPECT_EQ(gone.status, 404U);
  EXPECT_EQ(gone.header("x-amz-delete-marker"), "true");
  EXPECT_EQ(ask("ETag", {}, "?attributes&versionId=" + marker).status, 405U);
}

TEST_F(GetObjectAttributes, NeedsThePermissionToReadToo) {
  QueryClient root(s3, default_keys());
  const signer::Credentials keys = root.make_user("ann");
  const auto outcome = [&](const std::string& actions, const std::string& query) {
    root.iam("PutUserPolicy", {{"UserName", "ann"},
                               {"PolicyName", "rules"},
                               {"PolicyDocument", R"({"Version":"2012-10-17","Statement":[{)"
                                                  R"("Effect":"Allow","Resource":"*","Action":)" +
                                                      actions + "}]}"}});
    return s3
        .send({.target = "/bucket/key" + query,
               .headers = {{"x-amz-object-attributes", "ETag"}},
               .access_key = keys.access_key,
               .secret_key = keys.secret_key})
        .status;
  };
  EXPECT_EQ(outcome(R"("s3:GetObjectAttributes")", "?attributes"), 403U);
  EXPECT_EQ(outcome(R"("s3:GetObject")", "?attributes"), 403U);
  const std::string both = R"(["s3:GetObject","s3:GetObjectAttributes"])";
  EXPECT_EQ(outcome(both, "?attributes"), 200U);
  EXPECT_EQ(outcome(both, "?attributes&versionId=null"), 403U);
  EXPECT_EQ(outcome(R"(["s3:GetObjectVersion","s3:GetObjectVersionAttributes"])",
                    "?attributes&versionId=null"),
            200U);
}

}  // namespace
}  // namespace pail::emulator::testing
