#include "client/responses.hpp"

#include <gtest/gtest.h>

#include "wire/date.hpp"
#include "wire/xml.hpp"

namespace pail::client {
namespace {

// A head whose views point into literals.
net::ResponseHead head(wire::Headers headers) {
  return net::ResponseHead(200, {}, std::move(headers));
}

const wire::Time now = *wire::parse_iso_basic("20260101T000000Z");

TEST(Responses, AnObjectsHeadIsRead) {
  const ObjectInfo info = read_object_info(head({{"Content-Length", "1234"},
                                                 {"ETag", "\"abc\""},
                                                 {"Content-Type", "image/jpeg"},
                                                 {"Last-Modified", "Wed, 06 Feb 2013 00:57:45 GMT"},
                                                 {"x-amz-version-id", "v1"},
                                                 {"Content-Range", "bytes 0-1233/9999"},
                                                 {"X-Amz-Meta-Place", "Bergen"},
                                                 {"x-amz-meta-", "nameless"},
                                                 {"x-amz-metadata", "no metadata"}}),
                                           now);
  EXPECT_EQ(info.size, 1234U);
  EXPECT_EQ(info.etag, "\"abc\"");
  EXPECT_EQ(info.content_type, "image/jpeg");
  EXPECT_EQ(info.content_range, "bytes 0-1233/9999");
  EXPECT_EQ(info.version_id, "v1");
  EXPECT_EQ(wire::format_iso_extended(info.last_modified), "2013-02-06T00:57:45Z");
  ASSERT_EQ(info.metadata.size(), 2U);
  EXPECT_EQ(info.metadata[0].name, "place");
  EXPECT_EQ(info.metadata[0].value, "Bergen");
}

TEST(Responses, BucketsAreRead) {
  const auto buckets = read_bucket_list(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<Owner><ID>1</ID></Owner><Buckets>"
      "<Bucket><Name>a</Name><CreationDate>2013-02-06T00:57:45.000Z</CreationDate></Bucket>"
      "<Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>");
  ASSERT_TRUE(buckets);
  ASSERT_EQ(buckets.value().size(), 2U);
  EXPECT_EQ(buckets.value()[0].name, "a");
  EXPECT_EQ(wire::format_iso_extended(buckets.value()[0].created), "2013-02-06T00:57:45Z");
  EXPECT_EQ(buckets.value()[1].name, "b") << "a server that leaves out the date is read, too";
}

TEST(Responses, TheOldNamesOfRegionsAreTranslated) {
  const std::string ns = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  EXPECT_EQ(read_location("<LocationConstraint" + ns + "/>").value(), "us-east-1");
  EXPECT_EQ(read_location("<LocationConstraint" + ns + ">EU</LocationConstraint>").value(),
            "eu-west-1");
  EXPECT_EQ(read_location("<LocationConstraint>eu-north-1</LocationConstraint>").value(),
            "eu-north-1");
}

constexpr std::string_view page_xml =
    "<ListBucketResult><Name>b</Name><Prefix/><KeyCount>2</KeyCount>"
    "<NextContinuationToken>t/+=</NextContinuationToken><EncodingType>url</EncodingType>"
    "<IsTruncated>true</IsTruncated>"
    "<Contents><Key>a+b%2Fc%01</Key><LastModified>2013-02-06T00:57:45.000Z</LastModified>"
    "<ETag>&quot;e&quot;</ETag><Size>5</Size><StorageClass>STANDARD</StorageClass></Contents>"
    "<CommonPrefixes><Prefix>p%C3%A4/</Prefix></CommonPrefixes></ListBucketResult>";

TEST(Responses, APageIsReadAndItsNamesDecoded) {
  const auto page = read_list_page(page_xml);
  ASSERT_TRUE(page);
  ASSERT_EQ(page.value().objects.size(), 1U);
  const ObjectEntry& object = page.value().objects[0];
  EXPECT_EQ(object.key, "a b/c\x01");
  EXPECT_EQ(object.size, 5U);
  EXPECT_EQ(object.etag, "\"e\"");
  EXPECT_EQ(object.storage_class, "STANDARD");
  EXPECT_EQ(page.value().common_prefixes, std::vector<std::string>{"p\xC3\xA4/"});
  EXPECT_EQ(page.value().next_token, "t/+=") << "tokens are not encoded";
}

TEST(Responses, WithoutEncodingTypeNamesStayAsTheyAre) {
  const auto page = read_list_page(
      "<ListBucketResult><Contents><Key>a+b%20c</Key></Contents></ListBucketResult>");
  ASSERT_TRUE(page);
  EXPECT_EQ(page.value().objects.at(0).key, "a+b%20c");
}

TEST(Responses, ACutListingWithoutATokenIsAnErrorNotAnEnd) {
  const auto page =
      read_list_page("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), wire::Errc::MalformedXML);
}

TEST(Responses, DeletionsAndTheirFailuresAreToldApart) {
  const auto result = read_delete_objects(
      "<DeleteResult><Deleted><Key>a</Key></Deleted>"
      "<Error><Key>b</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
      "</DeleteResult>");
  ASSERT_TRUE(result);
  EXPECT_EQ(result.value().deleted, std::vector<std::string>{"a"});
  ASSERT_EQ(result.value().failed.size(), 1U);
  EXPECT_EQ(result.value().failed[0].key, "b");
  EXPECT_EQ(result.value().failed[0].code, "AccessDenied");
}

TEST(Responses, AnotherDocumentIsNotTakenForAnEmptyAnswer) {
  for (const std::string_view xml : {"", "hello", "<html><body>It works</body></html>",
                                     "<Error><Code>InternalError</Code></Error>"}) {
    SCOPED_TRACE(xml);
    EXPECT_FALSE(read_list_page(xml));
    EXPECT_FALSE(read_bucket_list(xml));
    EXPECT_FALSE(read_location(xml));
    EXPECT_FALSE(read_delete_objects(xml));
  }
}

TEST(Responses, KeysGoIntoTheRequestDocumentAsText) {
  const std::string xml = delete_objects_xml({"a&b", " <c> ", "d\x01"});
  const auto document = wire::XmlDocument::parse(xml);
  ASSERT_TRUE(document) << xml;
  const auto objects = document.value().root().children("Object");
  ASSERT_EQ(objects.size(), 3U);
  EXPECT_EQ(objects[0].child_text("Key"), "a&b");
  EXPECT_EQ(objects[1].child_text("Key"), " <c> ");
  EXPECT_EQ(objects[2].child_text("Key"), "d\x01");
  EXPECT_NE(
      create_bucket_xml("eu-west-1").find("<LocationConstraint>eu-west-1</LocationConstraint>"),
      std::string::npos);
}

}  // namespace
}  // namespace pail::client
