#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

using Texts = std::vector<std::string>;

class ListObjects : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  Answer list(const std::string& query) { return s3.send({.target = "/bucket?" + query}); }
  Harness s3;
};

Texts strings(const boost::json::value& array) {
  Texts texts;
  for (const auto& text : array.as_array()) texts.emplace_back(text.as_string());
  return texts;
}

std::string encoded(std::string_view text) {
  return wire::percent_encode(text, false);
}

TEST_F(ListObjects, FollowsTheTableOfTheSpec) {
  const auto table = pail::testing::json_fixture("spec/cases.json").at("listing");
  for (const std::string& key : strings(table.at("keys"))) s3.put("bucket/" + key, "");
  for (const auto& c : table.at("cases").as_array()) {
    const std::string query = "prefix=" + encoded(std::string(c.at("prefix").as_string())) +
                              "&delimiter=" + encoded(std::string(c.at("delimiter").as_string())) +
                              "&max-keys=" + std::to_string(c.at("max_keys").as_int64());
    SCOPED_TRACE(query + " marker " + std::string(c.at("marker").as_string()));
    const auto& expect = c.at("expect");
    const std::string marker = encoded(std::string(c.at("marker").as_string()));
    const Answer v1 = list(query + "&marker=" + marker);
    EXPECT_EQ(v1.texts("Contents", "Key"), strings(expect.at("contents")));
    EXPECT_EQ(v1.texts("CommonPrefixes", "Prefix"), strings(expect.at("common_prefixes")));
    EXPECT_EQ(v1.element("IsTruncated"), expect.at("is_truncated").as_bool() ? "true" : "false");
    const auto& next = expect.at("next_marker");
    EXPECT_EQ(v1.element("NextMarker"), next.is_null() ? "" : std::string(next.as_string()));
    const Answer v2 = list(query + "&list-type=2&start-after=" + marker);
    EXPECT_EQ(v2.texts("Contents", "Key"), strings(expect.at("contents")));
    EXPECT_EQ(v2.texts("CommonPrefixes", "Prefix"), strings(expect.at("common_prefixes")));
    EXPECT_EQ(v2.element("IsTruncated"), expect.at("is_truncated").as_bool() ? "true" : "false");
    EXPECT_EQ(v2.element("KeyCount"), std::to_string(expect.at("key_count").as_int64()));
  }
}

TEST_F(ListObjects, SortsByBytes) {
  const auto table = pail::testing::json_fixture("spec/cases.json").at("key_order");
  for (const std::string& key : strings(table.at("input"))) {
    ASSERT_EQ(
        s3.send({.method = "PUT", .target = "/bucket/" + wire::percent_encode(key, true)}).status,
        200U);
  }
  EXPECT_EQ(list("").texts("Contents", "Key"), strings(table.at("sorted")));
}

TEST_F(ListObjects, DocumentsHaveS3sOrder) {
  s3.put("bucket/a", "hello", {{"x-amz-storage-class", "STANDARD_IA"}});
  s3.put("bucket/b/c", "");
  EXPECT_EQ(list("").elements(), "Name Prefix Marker MaxKeys IsTruncated Contents Contents");
  EXPECT_EQ(list("delimiter=/&encoding-type=url&max-keys=1").elements(),
            "Name Prefix Marker NextMarker MaxKeys Delimiter EncodingType IsTruncated Contents");
  EXPECT_EQ(list("delimiter=/").elements(),
            "Name Prefix Marker MaxKeys Delimiter IsTruncated Contents CommonPrefixes");
  EXPECT_EQ(list("list-type=2&start-after=0&max-keys=1&delimiter=/&encoding-type=url").elements(),
            "Name Prefix StartAfter NextContinuationToken KeyCount MaxKeys Delimiter EncodingType "
            "IsTruncated Contents");
  EXPECT_NE(
      list("prefix=a")
          .body.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                     "<Name>bucket</Name><Prefix>a</Prefix><Marker></Marker><MaxKeys>1000</MaxKeys>"
                     "<IsTruncated>false</IsTruncated><Contents><Key>a</Key>"
                     "<LastModified>2026-03-01T12:00:00.000Z</LastModified>"
                     "<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>"
                     "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
                     "<ChecksumType>FULL_OBJECT</ChecksumType><Size>5</Size><Owner><ID>"),
      std::string::npos)
      << list("prefix=a").body;
  EXPECT_NE(list("").body.find("</Owner><StorageClass>STANDARD_IA</StorageClass></Contents>"),
            std::string::npos);
  EXPECT_EQ(list("").header("Content-Type"), "application/xml");
}

TEST_F(ListObjects, OwnersAreShownByVersion1AndOnRequest) {
  s3.put("bucket/a", "");
  EXPECT_EQ(list("").texts("Contents", "Owner").size(), 1U);
  EXPECT_EQ(list("list-type=2&fetch-owner=true").texts("Contents", "Owner").size(), 1U);
  for (const std::string other : {"", "&fetch-owner", "&fetch-owner=TRUE", "&fetch-owner=1"}) {
    EXPECT_TRUE(list("list-type=2" + other).texts("Contents", "Owner").empty()) << other;
  }
}

TEST_F(ListObjects, MaxKeysFollowsTheTableOfTheSpec) {
  s3.put("bucket/a", "");
  s3.put("bucket/b", "");
  for (const auto& entry : pail::testing::spec_cases("max_keys")) {
    const auto& row = entry.as_array();
    const std::string text(row.at(0).as_string());
    const std::string result(row.at(1).as_string());
    for (const std::string version : {"", "&list-type=2"}) {
      SCOPED_TRACE("max-keys=" + text + version);
      const Answer answer = list("max-keys=" + encoded(text) + version);
      if (result.starts_with("ok")) {
        EXPECT_EQ(answer.element("MaxKeys"), std::string(row.at(2).as_string()));
        continue;
      }
      EXPECT_EQ(answer.status, 400U);
      EXPECT_EQ(answer.elements(), "Code Message ArgumentName ArgumentValue RequestId HostId");
      EXPECT_EQ(answer.message(), result);
      EXPECT_EQ(answer.element("ArgumentName"),
                result.starts_with("Provided") ? "max-keys" : "maxKeys");
      EXPECT_EQ(answer.element("ArgumentValue"), text);
    }
  }
  EXPECT_EQ(list("max-keys=0").element("IsTruncated"), "false");
  EXPECT_TRUE(list("max-keys=0").texts("Contents", "Key").empty());
  EXPECT_EQ(list("max-keys=0&list-type=2").element("KeyCount"), "0");
}

TEST_F(ListObjects, APageHoldsAThousandAtMost) {
  for (int i = 0; i < 1001; ++i) s3.put("bucket/" + std::to_string(i), "");
  const Answer page = list("max-keys=5000&list-type=2");
  EXPECT_EQ(page.texts("Contents", "Key").size(), 1000U);
  EXPECT_EQ(page.element("MaxKeys"), "5000");
  EXPECT_EQ(page.element("IsTruncated"), "true");
  EXPECT_EQ(list("").texts("Contents", "Key").size(), 1000U);
}

TEST_F(ListObjects, TextsAreEncodedOnRequest) {
  for (const auto& entry : pail::testing::spec_cases("encoding_type_url")) {
    const std::string key(entry.at(0).as_string());
    const std::string shown(entry.at(1).as_string());
    SCOPED_TRACE(shown);
    const std::string target = "/bucket/" + wire::percent_encode(key, true);
    ASSERT_EQ(s3.send({.method = "PUT", .target = target}).status, 200U);
    const std::string query = "prefix=" + encoded(key) + "&encoding-type=URL";
    const Answer v1 = list(query + "&marker=" + encoded(key));
    EXPECT_EQ(v1.element("Prefix"), shown);
    EXPECT_EQ(v1.element("Marker"), shown);
    EXPECT_EQ(v1.element("EncodingType"), "URL");
    const Answer v2 = list(query + "&list-type=2&start-after=0" + encoded(key));
    EXPECT_EQ(v2.element("StartAfter"), "0" + shown);
    EXPECT_EQ(list(query).texts("Contents", "Key"), Texts{shown});
    const Answer rolled = list(query + "&delimiter=" + encoded(key));
    EXPECT_EQ(rolled.element("Delimiter"), shown);
    ASSERT_EQ(s3.send({.method = "DELETE", .target = target}).status, 204U);
  }
  s3.put("bucket/a+b/c", "");
  s3.put("bucket/z", "");
  const Answer page = list("delimiter=/&max-keys=1&encoding-type=url");
  EXPECT_EQ(page.texts("CommonPrefixes", "Prefix"), Texts{"a%2Bb/"});
  EXPECT_EQ(page.element("NextMarker"), "a%2Bb/");
}

TEST_F(ListObjects, KeysAreEscapedInXml) {
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/%3C%26%3E%22%0D"}).status, 200U);
  EXPECT_NE(list("").body.find("<Key>&lt;&amp;&gt;&quot;&#13;</Key>"), std::string::npos)
      << list("").body;
}

TEST_F(ListObjects, OtherEncodingsAreRefused) {
  for (const std::string bad : {"", "=", "=utf-8"}) {
    const Answer answer = list("encoding-type" + bad);
    EXPECT_EQ(answer.message(), "Invalid Encoding Method specified in Request");
    EXPECT_EQ(answer.element("ArgumentName"), "encoding-type");
  }
}

TEST_F(ListObjects, ParametersOfTheOtherVersionAreRefused) {
  struct Case {
    std::string query, message, argument;
  };
  const Case cases[] = {
      {"continuation-token=x",
       "continuation-token only supported in REST.GET.BUCKET with list-type=2",
       "continuation-token"},
      {"start-after=x", "startAfter only supported in REST.GET.BUCKET with list-type=2",
       "start-after"},
      {"list-type=2&marker=x", "Marker unsupported with REST.GET.BUCKET in list-type=2", "marker"},
  };
  for (const Case& c : cases) {
    const Answer answer = list(c.query);
    EXPECT_EQ(answer.code(), "InvalidArgument") << c.query;
    EXPECT_EQ(answer.message(), c.message);
    EXPECT_EQ(answer.elements(), "Code Message ArgumentName RequestId HostId");
    EXPECT_EQ(answer.element("ArgumentName"), c.argument);
  }
}

TEST_F(ListObjects, AnEmptyDelimiterIsNone) {
  s3.put("bucket/a/b", "");
  EXPECT_EQ(list("delimiter=").elements(), "Name Prefix Marker MaxKeys IsTruncated Contents");
}

TEST_F(ListObjects, OfAMissingBucketIsNoSuchBucket) {
  EXPECT_EQ(s3.send({.target = "/missing"}).code(), "NoSuchBucket");
  EXPECT_EQ(s3.send({.target = "/missing?list-type=2"}).code(), "NoSuchBucket");
}

TEST_F(ListObjects, RepeatedParametersCountOnce) {
  s3.put("bucket/a", "");
  s3.put("bucket/b", "");
  EXPECT_EQ(list("prefix=a&prefix=b").texts("Contents", "Key"), Texts{"a"});
}

}  // namespace
}  // namespace pail::emulator::testing
