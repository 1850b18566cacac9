#include <gtest/gtest.h>

#include "emulator/objects/object_headers.hpp"
#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view body_text = "0123456789";
constexpr std::string_view etag = "\"781e5e245d69b566979b86e28d23f2c7\"";
constexpr std::string_view stored_at = "Sun, 01 Mar 2026 12:00:00 GMT";

class GetObject : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", body_text, {{"Cache-Control", "no-cache"}, {"Content-Type", "text/x"}});
    s3.clock().advance(std::chrono::hours(1));
  }
  Answer get(HeaderList headers = {}, std::string query = {}, std::string method = "GET") {
    return s3.send({.method = std::move(method),
                    .target = "/bucket/key" + query,
                    .headers = std::move(headers)});
  }
  Harness s3;
};

TEST_F(GetObject, ServesBytesAndHeaders) {
  const Answer answer = get();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, body_text);
  EXPECT_EQ(answer.header("ETag"), etag);
  EXPECT_EQ(answer.header("Last-Modified"), stored_at);
  EXPECT_EQ(answer.header("Content-Type"), "text/x");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
  EXPECT_EQ(answer.header("x-amz-server-side-encryption"), "AES256");
  for (const std::string absent : {"x-amz-version-id", "x-amz-storage-class", "Content-Range",
                                   "x-amz-checksum-crc64nvme", "Content-Encoding"}) {
    EXPECT_FALSE(answer.has(absent)) << absent;
  }
}

TEST_F(GetObject, HeadSaysTheSameWithoutBytes) {
  const Answer head = get({}, {}, "HEAD");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.head_length, body_text.size());
  const Answer whole = get();
  for (const std::string name : {"ETag", "Last-Modified", "Content-Type", "Cache-Control",
                                 "Accept-Ranges", "x-amz-server-side-encryption"}) {
    EXPECT_EQ(head.header(name), whole.header(name)) << name;
  }
  const Answer part = get({{"Range", "bytes=2-4"}}, {}, "HEAD");
  EXPECT_EQ(part.status, 206U);
  EXPECT_EQ(part.head_length, 3U);
  EXPECT_EQ(part.header("Content-Range"), "bytes 2-4/10");
}

TEST_F(GetObject, RangesAreServedOrPassedOver) {
  for (const auto& entry : pail::testing::spec_cases("ranges")) {
    const auto& row = entry.as_array();
    const std::string range(row.at(0).as_string());
    SCOPED_TRACE(range);
    const Answer answer = get({{"Range", range}});
    EXPECT_EQ(answer.status, static_cast<unsigned>(row.at(1).as_int64()));
    EXPECT_EQ(answer.has("Content-Range"), row.at(2).is_string());
    if (row.at(2).is_string()) {
      EXPECT_EQ(answer.header("Content-Range"), std::string(row.at(2).as_string()));
    }
    if (row.at(3).is_string()) {
      EXPECT_EQ(answer.body, std::string(row.at(3).as_string()));
    } else {
      EXPECT_EQ(answer.code(), "InvalidRange");
      EXPECT_EQ(answer.elements(), "Code Message RangeRequested ActualObjectSize RequestId HostId");
      EXPECT_EQ(answer.element("RangeRequested"), range);
      EXPECT_EQ(answer.element("ActualObjectSize"), "10");
    }
  }
}

TEST_F(GetObject, IfRangeNamesTheVersionTheClientHas) {
  const auto status = [&](std::string if_range) {
    return get({{"Range", "bytes=0-1"}, {"If-Range", std::move(if_range)}}).status;
  };
  EXPECT_EQ(status(std::string(etag)), 206U);
  EXPECT_EQ(status("\"other\""), 200U);
  EXPECT_EQ(status(std::string(stored_at)), 206U);
  EXPECT_EQ(status("Sun, 01 Mar 2026 11:59:59 GMT"), 200U);
  EXPECT_EQ(status("Sun, 01 Mar 2026 12:00:01 GMT"), 200U);
}

TEST_F(GetObject, ConditionsAreJudgedInS3sOrder) {
  const std::string before = "Sun, 01 Mar 2026 11:00:00 GMT";
  const std::string same(stored_at);
  const std::string future = "Sun, 01 Mar 2027 12:00:00 GMT";
  const std::string good(etag);
  struct Case {
    HeaderList headers;
    unsigned status;
    std::string condition;
  };
  const Case cases[] = {
      {{{"If-Match", good}}, 200, ""},
      {{{"If-Match", "781e5e245d69b566979b86e28d23f2c7"}}, 200, ""},
      {{{"If-Match", "\"a\", " + good}}, 200, ""},
      {{{"If-Match", "*"}}, 200, ""},
      {{{"If-Match", "\"a\""}}, 412, "If-Match"},
      {{{"If-Unmodified-Since", before}}, 412, "If-Unmodified-Since"},
      {{{"If-Unmodified-Since", same}}, 200, ""},
      {{{"If-Unmodified-Since", "nonsense"}}, 200, ""},
      {{{"If-Match", good}, {"If-Unmodified-Since", before}}, 200, ""},
      {{{"If-None-Match", good}}, 304, ""},
      {{{"If-None-Match", "*"}}, 304, ""},
      {{{"If-None-Match", "\"a\""}}, 200, ""},
      {{{"If-Modified-Since", same}}, 304, ""},
      {{{"If-Modified-Since", before}}, 200, ""},
      {{{"If-Modified-Since", future}}, 200, ""},
      {{{"If-None-Match", "\"a\""}, {"If-Modified-Since", same}}, 304, ""},
      {{{"If-Match", "\"a\""}, {"If-None-Match", good}}, 412, "If-Match"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.headers.front().first + ": " + c.headers.front().second);
    const Answer answer = get(c.headers);
    EXPECT_EQ(answer.status, c.status);
    EXPECT_EQ(answer.element("Condition"), c.condition);
    if (c.status == 412) {
      EXPECT_EQ(answer.elements(), "Code Message Condition RequestId HostId");
    }
  }
}

TEST_F(GetObject, NotModifiedKeepsTheHeadersOfACache) {
  for (const std::string method : {"GET", "HEAD"}) {
    const Answer answer = get({{"If-None-Match", "*"}}, {}, method);
    EXPECT_EQ(answer.status, 304U);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.header("ETag"), etag);
    EXPECT_EQ(answer.header("Last-Modified"), stored_at);
    EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
    EXPECT_FALSE(answer.has("Content-Type"));
    EXPECT_EQ(answer.header("x-amz-request-id").size(), 16U);
  }
}

TEST_F(GetObject, OverridesStandInForStoredHeaders) {
  for (const std::string method : {"GET", "HEAD"}) {
    const Answer answer =
        get({},
            "?response-content-type=text/html&response-cache-control=max-age%3D1"
            "&response-content-disposition=attachment%3B+filename%3Dx&response-content-encoding=br"
            "&response-content-language=fr&response-expires=never",
            method);
    EXPECT_EQ(answer.header("Content-Type"), "text/html");
    EXPECT_EQ(answer.header("Cache-Control"), "max-age=1");
    EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=x");
    EXPECT_EQ(answer.header("Content-Encoding"), "br");
    EXPECT_EQ(answer.header("Content-Language"), "fr");
    EXPECT_EQ(answer.header("Expires"), "never");
  }
  EXPECT_EQ(get().header("Content-Type"), "text/x");
}

TEST_F(GetObject, OverridesMustFitLatin1) {
  EXPECT_EQ(get({}, "?response-content-disposition=caf%C3%A9").header("Content-Disposition"),
            "caf\xe9");
  for (const std::string bad : {"%E2%82%AC", "%F0%9F%98%80"}) {
    const Answer answer = get({}, "?response-content-disposition=" + bad);
    EXPECT_EQ(answer.code(), "InvalidArgument");
    EXPECT_EQ(answer.message(), "Header value cannot be represented using ISO-8859-1.");
    EXPECT_EQ(answer.element("ArgumentName"), "response-content-disposition");
  }
  // Nobody can smuggle a header in.
  EXPECT_FALSE(get({}, "?response-expires=a%0D%0AEvil:%201").has("Evil"));
}

TEST_F(GetObject, OverridesAreForSignedRequests) {
  const wire::Query query = wire::Query::parse("response-expires=x").value();
  const auto refused = objects::read_overrides(query, Caller{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::InvalidRequest);
  EXPECT_EQ(refused.error().message(),
            "Request specific response headers cannot be used for anonymous GET requests.");
  EXPECT_TRUE(objects::read_overrides(wire::Query(), Caller{}));
}

TEST_F(GetObject, ChecksumsAreServedWhenAskedForAndWhole) {
  const Answer whole = get({{"x-amz-checksum-mode", "enabled"}});
  EXPECT_EQ(whole.header("x-amz-checksum-type"), "FULL_OBJECT");
  EXPECT_NE(whole.header("x-amz-checksum-crc64nvme"), "");
  const Answer part = get({{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-1"}});
  EXPECT_FALSE(part.has("x-amz-checksum-crc64nvme"));
  const Answer bad = get({{"x-amz-checksum-mode", "yes"}});
  EXPECT_EQ(bad.message(), "Value for x-amz-checksum-mode header is invalid.");
}

TEST_F(GetObject, ThePartOfAWholeIsTheWhole) {
  const Answer part = get({}, "?partNumber=1");
  EXPECT_EQ(part.status, 206U);
  EXPECT_EQ(part.body, body_text);
  EXPECT_EQ(part.header("Content-Range"), "bytes 0-9/10");
  EXPECT_FALSE(part.has("x-amz-mp-parts-count"));
  const Answer beyond = get({}, "?partNumber=2");
  EXPECT_EQ(beyond.status, 416U);
  EXPECT_EQ(beyond.code(), "InvalidPartNumber");
  EXPECT_EQ(beyond.elements(), "Code Message ActualPartCount PartNumberRequested RequestId HostId");
  for (const std::string bad : {"0", "10001", "x", "", "-1"}) {
    const Answer answer = get({}, "?partNumber=" + bad);
    EXPECT_EQ(answer.message(), "Part number must be an integer between 1 and 10000, inclusive");
    EXPECT_EQ(answer.element("ArgumentName"), "partNumber");
    EXPECT_EQ(answer.element("ArgumentValue"), bad);
  }
  EXPECT_EQ(get({{"Range", "bytes=0-1"}}, "?partNumber=1").message(),
            "Cannot specify both Range header and partNumber query parameter");
}

TEST_F(GetObject, AnEmptyObjectHasNoRanges) {
  s3.put("bucket/key", "");
  EXPECT_EQ(get().status, 200U);
  EXPECT_EQ(get({{"Range", "bytes=0-0"}}).code(), "InvalidRange");
  EXPECT_EQ(get({}, "?partNumber=1").status, 200U);
}

TEST_F(GetObject, TheOneVersionIsCalledNull) {
  EXPECT_EQ(get({}, "?versionId=null").body, body_text);
  EXPECT_FALSE(get({}, "?versionId=null").has("x-amz-version-id"));
  const std::string unknown = "abcdefghijklmnopqrstuvwxyz012345";
  const Answer missing = get({}, "?versionId=" + unknown);
  EXPECT_EQ(missing.status, 404U);
  EXPECT_EQ(missing.elements(), "Code Message Key VersionId RequestId HostId");
  EXPECT_EQ(missing.code(), "NoSuchVersion");
  EXPECT_EQ(missing.element("VersionId"), unknown);
  const Answer malformed = get({}, "?versionId=x%20y");
  EXPECT_EQ(malformed.message(), "Invalid version id specified");
  EXPECT_EQ(malformed.element("ArgumentName"), "versionId");
  EXPECT_EQ(malformed.element("ArgumentValue"), "x y");
}

TEST_F(GetObject, MissingKeysAreNamed) {
  const Answer answer = s3.send({.target = "/bucket/no%20such%2Fkey"});
  EXPECT_EQ(answer.status, 404U);
  EXPECT_EQ(answer.message(), "The specified key does not exist.");
  EXPECT_EQ(answer.element("Key"), "no such/key");
  const Answer bucket = s3.send({.target = "/missing/key"});
  EXPECT_EQ(bucket.elements(), "Code Message BucketName RequestId HostId");
  EXPECT_EQ(bucket.message(), "The specified bucket does not exist");
  EXPECT_EQ(bucket.element("BucketName"), "missing");
}

TEST_F(GetObject, ArchivedBytesAreNotServedButDescribed) {
  for (const std::string archive : {"GLACIER", "DEEP_ARCHIVE"}) {
    s3.put("bucket/key", "cold", {{"x-amz-storage-class", archive}});
    const Answer answer = get();
    EXPECT_EQ(answer.status, 403U);
    EXPECT_EQ(answer.code(), "InvalidObjectState");
    EXPECT_EQ(answer.element("StorageClass"), archive);
    EXPECT_EQ(get({}, {}, "HEAD").header("x-amz-storage-class"), archive);
  }
  s3.put("bucket/key", "cold", {{"x-amz-storage-class", "GLACIER_IR"}});
  EXPECT_EQ(get().body, "cold");
}

TEST_F(GetObject, EncryptionHeadersHaveNoPlaceInARead) {
  EXPECT_EQ(get({{"x-amz-server-side-encryption-customer-algorithm", "AES256"}}).status, 501U);
  const Answer answer = get({{"x-amz-server-side-encryption", "AES256"}});
  EXPECT_EQ(answer.code(), "InvalidArgument");
  EXPECT_EQ(answer.element("ArgumentName"), "x-amz-server-side-encryption");
}

}  // namespace
}  // namespace pail::emulator::testing
