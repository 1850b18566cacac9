// How answers are read: S3's own documents, what other servers leave out or add, and what is no
// answer at all.
#include <gtest/gtest.h>

#include "client/ops/acl.hpp"
#include "client/ops/bucket_settings.hpp"
#include "client/ops/copies.hpp"
#include "client/ops/cors.hpp"
#include "client/ops/iam.hpp"
#include "client/ops/lifecycle.hpp"
#include "client/ops/listings.hpp"
#include "client/ops/multipart.hpp"
#include "client/ops/notification.hpp"
#include "client/ops/objects.hpp"
#include "client/ops/reading.hpp"
#include "client/ops/sts.hpp"
#include "client/ops/tagging.hpp"
#include "wire/date.hpp"

namespace pail::client::ops {
namespace {

Answer answer(std::string_view body, wire::Headers headers = {}) {
  return {net::ResponseHead(200, {}, std::move(headers)), std::string(body),
          *wire::parse_iso_basic("20260101T000000Z")};
}

template <class T>
T read(const Operation<T>& operation, std::string_view body, wire::Headers headers = {}) {
  auto result = operation.read(answer(body, std::move(headers)));
  if (!result) throw std::runtime_error(wire::describe(result.error()));
  return std::move(result.assume_value());
}

template <class T>
bool refuses(const Operation<T>& operation, std::string_view body) {
  const auto result = operation.read(answer(body));
  return !result && result.error().code() == wire::Errc::MalformedXML;
}

TEST(Answers, Buckets) {
  const BucketPage page =
      read(list_buckets(),
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
           "<Owner><ID>1</ID></Owner><Buckets>"
           "<Bucket><Name>a</Name><CreationDate>2013-02-06T00:57:45.000Z</CreationDate>"
           "<BucketRegion>eu-west-1</BucketRegion><BucketArn>arn:aws:s3:::a</BucketArn></Bucket>"
           "<Bucket><Name>b</Name></Bucket></Buckets><ContinuationToken>t</ContinuationToken>"
           "</ListAllMyBucketsResult>");
  ASSERT_EQ(page.buckets.size(), 2U);
  EXPECT_EQ(page.buckets[0].name, "a");
  EXPECT_EQ(page.buckets[0].region, "eu-west-1");
  EXPECT_EQ(wire::format_iso_extended(page.buckets[0].created), "2013-02-06T00:57:45Z");
  EXPECT_EQ(page.buckets[1].name, "b") << "a server that leaves out the date is read, too";
  EXPECT_EQ(page.owner, "1");
  EXPECT_EQ(page.next_token, "t");
}

TEST(Answers, TheOldNamesOfRegionsAreTranslated) {
  const auto location = get_bucket_location("b");
  const std::string ns = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  EXPECT_EQ(read(location, "<LocationConstraint" + ns + "/>"), "us-east-1");
  EXPECT_EQ(read(location, "<LocationConstraint" + ns + ">EU</LocationConstraint>"), "eu-west-1");
  EXPECT_EQ(read(location, "<LocationConstraint>eu-north-1</LocationConstraint>"), "eu-north-1");
}

constexpr std::string_view page_xml =
    "<ListBucketResult><Name>b</Name><Prefix/><KeyCount>2</KeyCount>"
    "<NextContinuationToken>t/+=</NextContinuationToken><EncodingType>url</EncodingType>"
    "<IsTruncated>true</IsTruncated>"
    "<Contents><Key>a+b%2Fc%01</Key><LastModified>2013-02-06T00:57:45.000Z</LastModified>"
    "<ETag>&quot;e&quot;</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>"
    "<ChecksumType>FULL_OBJECT</ChecksumType><Size>5</Size><Owner><ID>o</ID></Owner>"
    "<StorageClass>STANDARD</StorageClass></Contents>"
    "<CommonPrefixes><Prefix>p%C3%A4/</Prefix></CommonPrefixes></ListBucketResult>";

TEST(Answers, APageOfObjectsIsDecoded) {
  const ListPage page = read(list_objects_v2("b"), page_xml);
  ASSERT_EQ(page.objects.size(), 1U);
  const ObjectEntry& object = page.objects[0];
  EXPECT_EQ(object.key, "a b/c\x01");
  EXPECT_EQ(object.size, 5U);
  EXPECT_EQ(object.etag, "\"e\"");
  EXPECT_EQ(object.owner, "o");
  EXPECT_EQ(object.checksum, wire::ChecksumAlgorithm::crc32);
  EXPECT_EQ(object.checksum_type, ChecksumType::full_object);
  EXPECT_EQ(page.common_prefixes, std::vector<std::string>{"p\xC3\xA4/"});
  EXPECT_EQ(page.next_token, "t/+=") << "tokens are not encoded";
  EXPECT_EQ(read(list_objects("b"), page_xml).next_token, "p\xC3\xA4/")
      << "the first version of the call goes on behind the last of what it answered";
}

TEST(Answers, ANextMarkerIsDecodedAsKeysAre) {
  EXPECT_EQ(read(list_objects("b"),
                 "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true"
                 "</IsTruncated><NextMarker>a+b/</NextMarker></ListBucketResult>")
                .next_token,
            "a b/");
}

TEST(Answers, WithoutEncodingTypeNamesStayAsTheyAre) {
  const auto page =
      read(list_objects_v2("b"),
           "<ListBucketResult><Contents><Key>a+b%20c</Key></Contents></ListBucketResult>");
  EXPECT_EQ(page.objects.at(0).key, "a+b%20c");
}

TEST(Answers, ACutListingThatDoesNotSayWhereItGoesOnIsNoEnd) {
  const auto cut = [](const std::string& root) {
    return "<" + root + "><IsTruncated>true</IsTruncated></" + root + ">";
  };
  EXPECT_TRUE(refuses(list_objects_v2("b"), cut("ListBucketResult")));
  EXPECT_TRUE(refuses(list_objects("b"), cut("ListBucketResult")));
  EXPECT_TRUE(refuses(list_object_versions("b"), cut("ListVersionsResult")));
  EXPECT_TRUE(refuses(list_multipart_uploads("b"), cut("ListMultipartUploadsResult")));
  EXPECT_TRUE(refuses(list_parts("b", "k", "u"), cut("ListPartsResult")));
  EXPECT_TRUE(refuses(get_object_attributes("b", "k"),
                      "<GetObjectAttributesResponse><ObjectParts><IsTruncated>true</IsTruncated>"
                      "</ObjectParts></GetObjectAttributesResponse>"));
  EXPECT_TRUE(refuses(list_users(),
                      "<ListUsersResponse><ListUsersResult><IsTruncated>true"
                      "</IsTruncated></ListUsersResult></ListUsersResponse>"));
}

TEST(Answers, VersionsAndMarkersKeepTheirOrder) {
  const VersionPage page = read(
      list_object_versions("b"),
      "<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
      "<NextKeyMarker>a+b</NextKeyMarker><NextVersionIdMarker>v1</NextVersionIdMarker>"
      "<DeleteMarker><Key>a+b</Key><VersionId>m</VersionId><IsLatest>true</IsLatest>"
      "<Owner><ID>o</ID></Owner></DeleteMarker>"
      "<Version><Key>a+b</Key><VersionId>v1</VersionId><IsLatest>false</IsLatest>"
      "<Size>7</Size></Version><DeleteMarker><Key>c</Key></DeleteMarker></ListVersionsResult>");
  ASSERT_EQ(page.versions.size(), 3U);
  EXPECT_TRUE(page.versions[0].is_delete_marker);
  EXPECT_TRUE(page.versions[0].is_latest);
  EXPECT_EQ(page.versions[1].key, "a b");
  EXPECT_EQ(page.versions[1].size, 7U);
  EXPECT_FALSE(page.versions[1].is_delete_marker);
  EXPECT_TRUE(page.versions[2].is_delete_marker);
  EXPECT_EQ(page.next.value().key, "a b");
  EXPECT_EQ(page.next.value().version_id, "v1");
}

TEST(Answers, UploadsAreBegunAndCompleted) {
  const CreatedUpload begun =
      read(create_multipart_upload("b", "k"),
           "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u</UploadId>"
           "</InitiateMultipartUploadResult>",
           {{"x-amz-abort-date", "Fri, 02 Jan 2026 00:00:00 GMT"}});
  EXPECT_EQ(begun.upload_id, "u");
  EXPECT_EQ(begun.aborted_at, wire::parse_iso_basic("20260102T000000Z"));
  EXPECT_TRUE(refuses(create_multipart_upload("b", "k"), "<InitiateMultipartUploadResult/>"))
      << "an upload without a name is none";
  const CompletedUpload done =
      read(complete_multipart_upload("b", "k", "u", {}),
           " \n <CompleteMultipartUploadResult><Location>http://x/b/k</Location>"
           "<ETag>&quot;e-2&quot;</ETag><ChecksumCRC64NVME>c</ChecksumCRC64NVME>"
           "<ChecksumType>FULL_OBJECT</ChecksumType></CompleteMultipartUploadResult>",
           {{"x-amz-version-id", "v"}});
  EXPECT_EQ(done.etag, "\"e-2\"") << "S3 sends white space first while it is at work";
  EXPECT_EQ(done.version_id, "v");
  EXPECT_EQ(done.checksum.value().algorithm, wire::ChecksumAlgorithm::crc64nvme);
  EXPECT_EQ(done.checksum.value().type, ChecksumType::full_object);
}

TEST(Answers, PartsAndTheirChecksums) {
  const PartPage page =
      read(list_parts("b", "k", "u"),
           "<ListPartsResult><NextPartNumberMarker>2</NextPartNumberMarker><IsTruncated>true"
           "</IsTruncated><ChecksumAlgorithm>CRC32C</ChecksumAlgorithm><ChecksumType>COMPOSITE"
           "</ChecksumType><Part><PartNumber>2</PartNumber><ETag>&quot;e&quot;</ETag>"
           "<Size>5242880</Size><ChecksumCRC32C>c</ChecksumCRC32C></Part></ListPartsResult>");
  ASSERT_EQ(page.parts.size(), 1U);
  EXPECT_EQ(page.parts[0].number, 2U);
  EXPECT_EQ(page.parts[0].size, 5242880U);
  EXPECT_EQ(page.parts[0].checksum.value().value, "c");
  EXPECT_EQ(page.checksum, wire::ChecksumAlgorithm::crc32c);
  EXPECT_EQ(page.next, 2U);
}

TEST(Answers, DeletionsAndTheirFailuresAreToldApart) {
  const DeleteObjectsResult result =
      read(delete_objects("b", {}),
           "<DeleteResult><Deleted><Key>a</Key><DeleteMarker>true</DeleteMarker>"
           "<DeleteMarkerVersionId>m</DeleteMarkerVersionId></Deleted>"
           "<Error><Key>b</Key><VersionId>v</VersionId><Code>AccessDenied</Code>"
           "<Message>Access Denied</Message></Error></DeleteResult>");
  ASSERT_EQ(result.deleted.size(), 1U);
  EXPECT_TRUE(result.deleted[0].delete_marker);
  EXPECT_EQ(result.deleted[0].delete_marker_version_id, "m");
  ASSERT_EQ(result.failed.size(), 1U);
  EXPECT_EQ(result.failed[0].key, "b");
  EXPECT_EQ(result.failed[0].code, "AccessDenied");
  EXPECT_EQ(result.failed[0].version_id, "v");
}

TEST(Answers, SettingsOfServersThatSayLittle) {
  EXPECT_EQ(read(get_bucket_versioning("b"), "<VersioningConfiguration/>"),
            Versioning::unversioned);
  const auto block = read(get_public_access_block("b"),
                          "<PublicAccessBlockConfiguration><BlockPublicAcls>TRUE</BlockPublicAcls>"
                          "</PublicAccessBlockConfiguration>");
  EXPECT_TRUE(block.block_public_acls);
  EXPECT_FALSE(block.restrict_public_buckets) << "what is not said is off";
  const Acl acl =
      read(get_bucket_acl("b"),
           "<AccessControlPolicy><Owner><ID>o</ID><DisplayName>who</DisplayName></Owner>"
           "<AccessControlList><Grant>"
           "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"Group\">"
           "<URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>"
           "<Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>");
  ASSERT_EQ(acl.grants.size(), 1U);
  EXPECT_EQ(acl.grants[0].grantee.kind, GranteeKind::group);
  EXPECT_EQ(acl.grants[0].grantee.name, all_users);
}

TEST(Answers, RulesOfOldHaveTheirPrefixOutsideOfAFilter) {
  const Lifecycle lifecycle =
      read(get_bucket_lifecycle_configuration("b"),
           "<LifecycleConfiguration><Rule><ID>r</ID><Prefix>logs/</Prefix><Status>Disabled</Status>"
           "<Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration></Rule>"
           "<Rule><Filter><And><Prefix>p</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And>"
           "</Filter><Status>Enabled</Status></Rule></LifecycleConfiguration>",
           {{"x-amz-transition-default-minimum-object-size", "all_storage_classes_128K"}});
  ASSERT_EQ(lifecycle.rules.size(), 2U);
  EXPECT_EQ(lifecycle.rules[0].filter.prefix, "logs/");
  EXPECT_FALSE(lifecycle.rules[0].enabled);
  EXPECT_TRUE(lifecycle.rules[0].expiration.value().date);
  EXPECT_EQ(lifecycle.rules[1].filter.prefix, "p");
  EXPECT_EQ(lifecycle.rules[1].filter.tags.at(0).value, "v");
  EXPECT_EQ(lifecycle.transition_minimum, TransitionMinimum::all_storage_classes_128k);
}

constexpr std::string_view role_xml = R"(
<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/demo/session</Arn>
      <AssumedRoleId>AROA:session</AssumedRoleId></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>token</SessionToken><Expiration>2026-01-01T00:00:00Z</Expiration>
    </Credentials>
    <PackedPolicySize>6</PackedPolicySize>
  </AssumeRoleResult>
  <ResponseMetadata><RequestId>uuid</RequestId></ResponseMetadata>
</AssumeRoleResponse>)";

TEST(Answers, KeysOfARole) {
  const AssumedRole role = read(assume_role("arn", "session"), role_xml);
  EXPECT_EQ(role.keys.credentials.access_key, "ASIA1");
  EXPECT_EQ(role.keys.credentials.secret_key, "secret");
  EXPECT_EQ(role.keys.credentials.session_token, "token");
  EXPECT_EQ(wire::format_iso_extended(role.keys.expires), "2026-01-01T00:00:00Z");
  EXPECT_EQ(role.arn, "arn:aws:sts::123456789012:assumed-role/demo/session");
  EXPECT_EQ(role.id, "AROA:session");
}

TEST(Answers, KeysThatCannotSignAreNoAnswer) {
  for (const std::string_view missing : {"AccessKeyId", "SecretAccessKey", "Expiration"}) {
    SCOPED_TRACE(missing);
    std::string xml(role_xml);
    const std::string tag = "<" + std::string(missing) + ">";
    xml.replace(xml.find(tag), tag.size(), "<Other>");
    const std::string end = "</" + std::string(missing) + ">";
    xml.replace(xml.find(end), end.size(), "</Other>");
    EXPECT_TRUE(refuses(assume_role("arn", "session"), xml));
  }
  EXPECT_TRUE(refuses(create_access_key(),
                      "<CreateAccessKeyResponse><CreateAccessKeyResult/>"
                      "</CreateAccessKeyResponse>"));
}

TEST(Answers, PoliciesOfIamAreDecoded) {
  EXPECT_EQ(read(get_user_policy("u", "p"),
                 "<GetUserPolicyResponse><GetUserPolicyResult><PolicyDocument>%7B%22a%22%3A1%7D"
                 "</PolicyDocument></GetUserPolicyResult></GetUserPolicyResponse>"),
            "{\"a\":1}");
}

TEST(Answers, WhatCannotBeReadIsNotGuessed) {
  EXPECT_TRUE(refuses(list_objects_v2("b"),
                      "<ListBucketResult><Contents><Key>k</Key><Size>much</Size></Contents>"
                      "</ListBucketResult>"));
  EXPECT_TRUE(refuses(list_objects_v2("b"),
                      "<ListBucketResult><Contents><Size>18446744073709551616</Size></Contents>"
                      "</ListBucketResult>"));
  EXPECT_TRUE(refuses(list_objects_v2("b"),
                      "<ListBucketResult><IsTruncated>perhaps</IsTruncated></ListBucketResult>"));
  EXPECT_TRUE(refuses(list_parts("b", "k", "u"),
                      "<ListPartsResult><Part><PartNumber>4294967296</PartNumber></Part>"
                      "</ListPartsResult>"));
  EXPECT_TRUE(refuses(get_bucket_versioning("b"),
                      "<VersioningConfiguration><Status>On</Status></VersioningConfiguration>"));
  EXPECT_TRUE(refuses(get_bucket_acl("b"),
                      "<AccessControlPolicy><AccessControlList><Grant><Grantee/></Grant>"
                      "</AccessControlList></AccessControlPolicy>"));
}

// Everything that reads a document.
template <class Visit>
void for_each_reader(Visit visit) {
  visit(list_buckets());
  visit(get_bucket_location("b"));
  visit(list_objects("b"));
  visit(list_objects_v2("b"));
  visit(list_object_versions("b"));
  visit(list_multipart_uploads("b"));
  visit(list_parts("b", "k", "u"));
  visit(create_multipart_upload("b", "k"));
  visit(complete_multipart_upload("b", "k", "u", {}));
  visit(copy_object({"b", "k"}, "b", "k"));
  visit(upload_part_copy({"b", "k"}, "b", "k", {"u", 1}));
  visit(get_object_attributes("b", "k"));
  visit(delete_objects("b", {}));
  visit(get_bucket_versioning("b"));
  visit(get_bucket_ownership_controls("b"));
  visit(get_public_access_block("b"));
  visit(get_bucket_tagging("b"));
  visit(get_object_tagging("b", "k"));
  visit(get_bucket_acl("b"));
  visit(get_bucket_cors("b"));
  visit(get_bucket_lifecycle_configuration("b"));
  visit(get_bucket_notification_configuration("b"));
  visit(assume_role("arn", "s"));
  visit(get_caller_identity());
  visit(get_user());
  visit(list_roles());
}

TEST(Answers, AnotherDocumentIsNotTakenForAnEmptyAnswer) {
  const std::string endless(answer_bytes_max + 1, ' ');
  for (const std::string& body :
       {std::string(), std::string("hello"), std::string("<html><body>It works</body></html>"),
        std::string("<Error><Code>InternalError</Code></Error>"),
        std::string("<ErrorResponse><Error/></ErrorResponse>"), endless}) {
    SCOPED_TRACE(body.substr(0, 60));
    for_each_reader([&](const auto& operation) { EXPECT_TRUE(refuses(operation, body)); });
  }
}

}  // namespace
}  // namespace pail::client::ops
