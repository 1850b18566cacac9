#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/emulator/support/query_client.hpp"
#include "tests/emulator/support/versions.hpp"

namespace pail::emulator::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Texts = std::vector<std::string>;

class ListObjectVersions : public ::testing::Test {
 protected:
  void SetUp() override { s3.make_bucket("bucket"); }
  void enable() { set_versioning(s3, "bucket", "Enabled"); }
  Answer list(const std::string& query = {}) {
    return s3.send({.target = "/bucket?versions" + query});
  }
  Harness s3;
};

TEST_F(ListObjectVersions, NewestFirstWithMarkersInTheirPlace) {
  s3.put("bucket/a", "one");
  enable();
  const std::string a2 = put_version(s3, "bucket/a", "two");
  const std::string marker = delete_key(s3, "bucket/a");
  const std::string b = put_version(s3, "bucket/b", "b");
  const Answer answer = list();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.elements(),
            "Name Prefix KeyMarker VersionIdMarker MaxKeys IsTruncated "
            "DeleteMarker Version Version Version");
  EXPECT_THAT(answer.texts("DeleteMarker", "VersionId"), ElementsAre(marker));
  EXPECT_THAT(answer.texts("DeleteMarker", "IsLatest"), ElementsAre("true"));
  EXPECT_THAT(answer.texts("Version", "VersionId"), ElementsAre(a2, "null", b));
  EXPECT_THAT(answer.texts("Version", "IsLatest"), ElementsAre("false", "false", "true"));
  EXPECT_EQ(answer.element("MaxKeys"), "1000");
  EXPECT_EQ(answer.element("IsTruncated"), "false");
}

TEST_F(ListObjectVersions, SaysOfAVersionWhatAListingSaysOfAnObject) {
  enable();
  ASSERT_EQ(s3.send({.method = "PUT",
                     .target = "/bucket/a",
                     .headers = {{"x-amz-storage-class", "STANDARD_IA"}},
                     .body = "hello"})
                .status,
            200U);
  const std::string version = list().texts("Version", "VersionId").at(0);
  const std::string owner = s3.send({.target = "/bucket"}).body;
  const auto begin = owner.find("<Owner>");
  const std::string owner_element = owner.substr(begin, owner.find("</Owner>") + 8 - begin);
  EXPECT_THAT(list().body,
              HasSubstr("<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        "<Name>bucket</Name><Prefix></Prefix><KeyMarker></KeyMarker>"
                        "<VersionIdMarker></VersionIdMarker><MaxKeys>1000</MaxKeys>"
                        "<IsTruncated>false</IsTruncated><Version><Key>a</Key><VersionId>" +
                        version +
                        "</VersionId><IsLatest>true</IsLatest>"
                        "<LastModified>2026-03-01T12:00:00.000Z</LastModified>"
                        "<ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag>"
                        "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>"
                        "<ChecksumType>FULL_OBJECT</ChecksumType><Size>5</Size>" +
                        owner_element + "<StorageClass>STANDARD_IA</StorageClass></Version>"));
  const std::string marker = delete_key(s3, "bucket/a");
  EXPECT_THAT(list().body, HasSubstr("<DeleteMarker><Key>a</Key><VersionId>" + marker +
                                     "</VersionId><IsLatest>true</IsLatest>"
                                     "<LastModified>2026-03-01T12:00:00.000Z</LastModified>" +
                                     owner_element + "</DeleteMarker>"));
}

TEST_F(ListObjectVersions, PagesGoOnBehindTheirMarkers) {
  enable();
  Texts expected;
  for (const std::string key : {"a", "b"}) {
    Texts ids;
    for (int i = 0; i < 3; ++i) ids.push_back(put_version(s3, "bucket/" + key, "x"));
    expected.insert(expected.end(), ids.rbegin(), ids.rend());
  }
  Texts seen;
  std::string markers;
  for (int pages = 0; pages < 10; ++pages) {
    const Answer page = list("&max-keys=2" + markers);
    for (const std::string& id : page.texts("Version", "VersionId")) seen.push_back(id);
    if (page.element("IsTruncated") == "false") break;
    EXPECT_EQ(page.elements(),
              "Name Prefix KeyMarker VersionIdMarker NextKeyMarker NextVersionIdMarker MaxKeys "
              "IsTruncated Version Version");
    EXPECT_EQ(page.element("NextVersionIdMarker"), seen.back());
    markers = "&key-marker=" + page.element("NextKeyMarker") +
              "&version-id-marker=" + page.element("NextVersionIdMarker");
  }
  EXPECT_EQ(seen, expected);
}

TEST_F(ListObjectVersions, GroupsEndAPageWithoutAVersion) {
  enable();
  for (const std::string key : {"a/1", "b/1", "c"}) put_version(s3, "bucket/" + key, "x");
  const Answer first = list("&delimiter=/&max-keys=1");
  EXPECT_EQ(first.elements(),
            "Name Prefix KeyMarker VersionIdMarker NextKeyMarker MaxKeys Delimiter IsTruncated "
            "CommonPrefixes");
  EXPECT_EQ(first.element("NextKeyMarker"), "a/");
  const Answer rest = list("&delimiter=/&key-marker=a/&version-id-marker=");
  EXPECT_THAT(rest.texts("CommonPrefixes", "Prefix"), ElementsAre("b/"));
  EXPECT_THAT(rest.texts("Version", "Key"), ElementsAre("c"));
  EXPECT_THAT(list("&prefix=b").texts("Version", "Key"), ElementsAre("b/1"));
}

TEST_F(ListObjectVersions, UrlEncodingCoversKeysAndMarkers) {
  enable();
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/a%20b%2B/c"}).status, 200U);
  ASSERT_EQ(s3.send({.method = "PUT", .target = "/bucket/a%20b%2B/d"}).status, 200U);
  const Answer answer =
      list("&encoding-type=url&prefix=a%20&key-marker=a%20&max-keys=1&delimiter=%2B%2B");
  EXPECT_EQ(answer.elements(),
            "Name Prefix KeyMarker VersionIdMarker NextKeyMarker NextVersionIdMarker MaxKeys "
            "Delimiter EncodingType IsTruncated Version");
  EXPECT_THAT(answer.texts("Version", "Key"), ElementsAre("a+b%2B/c"));
  EXPECT_EQ(answer.element("Prefix"), "a+");
  EXPECT_EQ(answer.element("KeyMarker"), "a+");
  EXPECT_EQ(answer.element("NextKeyMarker"), "a+b%2B/c");
  EXPECT_EQ(answer.element("Delimiter"), "%2B%2B");
}

TEST_F(ListObjectVersions, RefusesWhatIsNoPage) {
  struct Case {
    std::string query, message, name;
  };
  const std::string id = "096fKKXTRTtl3on89fVO.nfljtsv6qko";
  const Case cases[] = {
      {"&max-keys=x", "Provided max-keys not an integer or within integer range", "max-keys"},
      {"&max-keys=-1", "max-keys cannot be negative", "max-keys"},
      {"&version-id-marker=" + id, "A version-id marker cannot be specified without a key marker.",
       "version-id-marker"},
      {"&key-marker=a&version-id-marker=x", "Invalid version id specified", "version-id-marker"},
      {"&encoding-type=x", "Invalid Encoding Method specified in Request", "encoding-type"},
      {"&versionId=" + id, "This operation does not accept a version-id.", "versionId"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.query);
    const Answer answer = list(c.query);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.code(), "InvalidArgument");
    EXPECT_EQ(answer.message(), c.message);
    EXPECT_EQ(answer.element("ArgumentName"), c.name);
  }
  EXPECT_EQ(list("&max-keys=-1").elements(), "Code Message ArgumentName RequestId HostId");
}

TEST_F(ListObjectVersions, AsksForAPermissionOfItsOwn) {
  QueryClient root(s3, default_keys());
  const auto keys = root.make_user("ann");
  const auto outcomes = [&](const std::string& action) {
    root.iam("PutUserPolicy",
             {{"UserName", "ann"},
              {"PolicyName", "rules"},
              {"PolicyDocument", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                                 R"("Resource":"*","Action":")" +
                                     action + "\"}]}"}});
    return get_with(s3, keys, "/bucket?versions") + ", " +
           get_with(s3, keys, "/bucket?versioning") + ", " + get_with(s3, keys, "/bucket");
  };
  const std::string refused = "403 AccessDenied";
  EXPECT_EQ(outcomes("s3:ListBucketVersions"), "200, " + refused + ", " + refused);
  EXPECT_EQ(outcomes("s3:GetBucketVersioning"), refused + ", 200, " + refused);
  EXPECT_EQ(outcomes("s3:ListBucket"), refused + ", " + refused + ", 200");
}

TEST_F(ListObjectVersions, NoneAreListedWhereNoneAreAskedFor) {
  s3.put("bucket/a", "");
  const Answer none = list("&max-keys=0");
  EXPECT_EQ(none.element("IsTruncated"), "false");
  EXPECT_THAT(none.texts("Version", "Key"), IsEmpty());
  EXPECT_EQ(list("&max-keys=5000").element("MaxKeys"), "5000");
}

}  // namespace
}  // namespace pail::emulator::testing
