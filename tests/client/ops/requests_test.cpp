// What the builders ask for, letter by letter: request line, header fields, document.
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
#include "client/ops/post_form.hpp"
#include "client/ops/sts.hpp"
#include "client/ops/tagging.hpp"
#include "client/ops/terms.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"

namespace pail::client::ops {
namespace {

constexpr std::string_view declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view xmlns = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

// As it would be sent to a server by path, without Host. A document stands without declaration and
// namespace, and its Content-MD5 is checked and left out.
template <class T>
std::string sent(Operation<T> operation) {
  const auto draft =
      address({"localhost", 80, false}, Addressing::path, std::move(operation.request));
  if (!draft) return wire::describe(draft.error());
  const net::HttpRequest http = to_http(draft.value());
  std::string text = http.method + " " + http.target + "\n";
  for (const auto& [name, value] : draft.value().headers) {
    if (name == "Host") continue;
    if (name != "Content-MD5") {
      text.append(name).append(": ").append(value).append("\n");
    } else if (value != wire::to_base64(wire::md5(wire::as_bytes(operation.body)))) {
      text += "a wrong Content-MD5\n";
    }
  }
  std::string body = operation.body;
  if (body.starts_with(declaration)) body.erase(0, declaration.size());
  if (const std::size_t at = body.find(xmlns); at != std::string::npos)
    body.erase(at, xmlns.size());
  return text + body;
}

TEST(Requests, BucketsAreMadeInTheirRegion) {
  EXPECT_EQ(sent(create_bucket("b")), "PUT /b\n");
  CreateBucketOptions options;
  options.region = "us-east-1";
  EXPECT_EQ(sent(create_bucket("b", options)), "PUT /b\n") << "S3 refuses its first region's name";
  options.region = "eu-west-1";
  options.acl = CannedAcl::bucket_owner_full_control;
  options.ownership = ObjectOwnership::bucket_owner_preferred;
  EXPECT_EQ(sent(create_bucket("b", options)),
            "PUT /b\nx-amz-acl: bucket-owner-full-control\n"
            "x-amz-object-ownership: BucketOwnerPreferred\n"
            "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>"
            "</CreateBucketConfiguration>");
}

TEST(Requests, ListingsSayAllTheirParameters) {
  ListOptions options;
  options.prefix = "a b/";
  options.delimiter = "/";
  options.start_after = "a b/\x01";
  options.continuation_token = "t=";
  options.keys_max = 7;
  options.owners = true;
  EXPECT_EQ(sent(list_objects_v2("b", options)),
            "GET /b?list-type=2&encoding-type=url&max-keys=7&prefix=a%20b%2F&delimiter=%2F"
            "&start-after=a%20b%2F%01&continuation-token=t%3D&fetch-owner=true\n");
  EXPECT_EQ(sent(list_objects("b", options)),
            "GET /b?encoding-type=url&max-keys=7&prefix=a%20b%2F&delimiter=%2F&marker=t%3D\n");
  ListVersionsOptions versions;
  versions.after = {"k", "v1"};
  EXPECT_EQ(sent(list_object_versions("b", versions)),
            "GET /b?versions&encoding-type=url&max-keys=1000&key-marker=k&version-id-marker=v1\n");
  ListUploadsOptions uploads;
  uploads.after = {"k", "u1"};
  uploads.prefix = "p";
  EXPECT_EQ(sent(list_multipart_uploads("b", uploads)),
            "GET /b?uploads&encoding-type=url&max-uploads=1000&prefix=p&key-marker=k"
            "&upload-id-marker=u1\n");
  ListPartsOptions parts;
  parts.after = 3;
  EXPECT_EQ(sent(list_parts("b", "k", "u", parts)),
            "GET /b/k?uploadId=u&max-parts=1000&part-number-marker=3\n");
  ListBucketsOptions buckets;
  buckets.prefix = "p";
  buckets.region = "eu-west-1";
  buckets.buckets_max = 2;
  buckets.continuation_token = "t";
  EXPECT_EQ(sent(list_buckets(buckets)),
            "GET /?prefix=p&bucket-region=eu-west-1&continuation-token=t&max-buckets=2\n");
}

TEST(Requests, AnUploadSaysWhatTheObjectWillHave) {
  CreateUploadOptions options;
  options.content_type = "image/jpeg";
  options.metadata = {{"place", "Bergen"}};
  options.tags = {{"a b", "1&2"}, {"c", ""}};
  options.storage_class = "GLACIER_IR";
  options.acl = CannedAcl::public_read;
  options.headers = {{"Cache-Control", "no-cache"}};
  options.checksum = wire::ChecksumAlgorithm::crc64nvme;
  options.checksum_type = ChecksumType::full_object;
  EXPECT_EQ(sent(create_multipart_upload("b", "k/\xC3\xA4", options)),
            "POST /b/k/%C3%A4?uploads\n"
            "Content-Type: image/jpeg\nx-amz-meta-place: Bergen\nx-amz-tagging: "
            "a%20b=1%262&c=\nx-amz-storage-class: GLACIER_IR\nx-amz-acl: public-read\n"
            "Cache-Control: no-cache\nx-amz-checksum-algorithm: CRC64NVME\n"
            "x-amz-checksum-type: FULL_OBJECT\n");
}

TEST(Requests, ACompletionNamesPartsAndTheWhole) {
  CompleteUploadOptions options;
  options.checksum = {wire::ChecksumAlgorithm::crc32, "AAAAAA==", ChecksumType::full_object};
  options.object_size = 12;
  options.headers = {{"If-None-Match", "*"}};
  const std::vector<CompletedPart> parts = {
      {1, "\"e1\"", ObjectChecksum{wire::ChecksumAlgorithm::sha1, "s1", std::nullopt}},
      {3, "\"e3\"", std::nullopt}};
  EXPECT_EQ(sent(complete_multipart_upload("b", "k", "u/1", parts, options)),
            "POST /b/k?uploadId=u%2F1\nx-amz-checksum-crc32: AAAAAA==\nx-amz-checksum-type: "
            "FULL_OBJECT\nx-amz-mp-object-size: 12\nIf-None-Match: *\n"
            "<CompleteMultipartUpload>"
            "<Part><ChecksumSHA1>s1</ChecksumSHA1><ETag>&quot;e1&quot;</ETag>"
            "<PartNumber>1</PartNumber></Part>"
            "<Part><ETag>&quot;e3&quot;</ETag><PartNumber>3</PartNumber></Part>"
            "</CompleteMultipartUpload>");
}

TEST(Requests, AnEmptyUploadIdIsSentAllTheSame) {
  EXPECT_EQ(sent(abort_multipart_upload("b", "k", "")), "DELETE /b/k?uploadId=\n")
      << "without it the object itself would go";
}

TEST(Requests, ASourceIsEncodedSoThatItsVersionStaysApart) {
  CopySource source("from", "a?versionId=x/\xC3\xA4+b", "v/1");
  source.if_match = "\"e\"";
  source.if_modified_since = *wire::parse_iso_basic("20130206T005745Z");
  source.expected_owner = "111122223333";
  CopyOptions options;
  options.replace_metadata = true;
  options.replace_tags = true;
  options.content_type = "text/plain";
  options.checksum = wire::ChecksumAlgorithm::sha256;
  EXPECT_EQ(sent(copy_object(source, "b", "k", options)),
            "PUT /b/k\n"
            "x-amz-copy-source: from/a%3FversionId%3Dx/%C3%A4%2Bb?versionId=v%2F1\n"
            "x-amz-copy-source-if-match: \"e\"\n"
            "x-amz-copy-source-if-modified-since: Wed, 06 Feb 2013 00:57:45 GMT\n"
            "x-amz-source-expected-bucket-owner: 111122223333\n"
            "x-amz-metadata-directive: REPLACE\nx-amz-tagging-directive: REPLACE\n"
            "x-amz-checksum-algorithm: SHA256\nContent-Type: text/plain\n");
  EXPECT_EQ(sent(upload_part_copy({"from", "k"}, "b", "k", {"u", 2}, ByteRange{5, 9})),
            "PUT /b/k?partNumber=2&uploadId=u\nx-amz-copy-source: from/k\n"
            "x-amz-copy-source-range: bytes=5-9\n");
}

TEST(Requests, KeysAreBytesWhateverTheyAre) {
  EXPECT_EQ(sent(head_object("b", "/a//../b?c#d%20 \xFF")),
            "HEAD /b//a//../b%3Fc%23d%2520%20%FF\n");
  EXPECT_EQ(sent(delete_object("b", "")), "InvalidArgument: The key is empty: an object needs one.")
      << "a DELETE of no key would be the bucket's";
  EXPECT_EQ(sent(delete_objects("b", {{"a&b\x01\r"}, {"<c>", "v", "\"e\""}}, true)),
            "POST /b?delete\n<Delete><Object><Key>a&amp;b&#x1;&#13;</Key></Object>"
            "<Object><Key>&lt;c&gt;</Key><VersionId>v</VersionId><ETag>&quot;e&quot;</ETag>"
            "</Object><Quiet>true</Quiet></Delete>");
}

TEST(Requests, ObjectsAreLookedAtByVersionPartAndCondition) {
  GetOptions options;
  options.version_id = "v";
  options.part_number = 2;
  options.checksum = true;
  options.headers = {{"If-Match", "\"e\""}};
  EXPECT_EQ(sent(head_object("b", "k", options)),
            "HEAD /b/k?versionId=v&partNumber=2\nx-amz-checksum-mode: ENABLED\nIf-Match: \"e\"\n");
  AttributesOptions attributes;
  attributes.attributes = {"ETag", "ObjectParts"};
  attributes.after_part = 5;
  EXPECT_EQ(sent(get_object_attributes("b", "k", attributes)),
            "GET /b/k?attributes\nx-amz-object-attributes: ETag,ObjectParts\n"
            "x-amz-max-parts: 1000\nx-amz-part-number-marker: 5\n");
}

TEST(Requests, SettingsArePutAsDocuments) {
  EXPECT_EQ(sent(put_bucket_versioning("b", Versioning::enabled)),
            "PUT /b?versioning\n<VersioningConfiguration><Status>Enabled</Status>"
            "</VersioningConfiguration>");
  EXPECT_EQ(sent(put_bucket_ownership_controls("b", ObjectOwnership::object_writer)),
            "PUT /b?ownershipControls\n<OwnershipControls><Rule><ObjectOwnership>ObjectWriter"
            "</ObjectOwnership></Rule></OwnershipControls>");
  EXPECT_EQ(sent(put_public_access_block("b", {true, false, true, false})),
            "PUT /b?publicAccessBlock\n<PublicAccessBlockConfiguration>"
            "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls>"
            "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false"
            "</RestrictPublicBuckets></PublicAccessBlockConfiguration>");
  EXPECT_EQ(sent(put_object_tagging("b", "k", {{"a", ""}}, "v")),
            "PUT /b/k?tagging&versionId=v\n<Tagging><TagSet><Tag><Key>a</Key><Value></Value>"
            "</Tag></TagSet></Tagging>");
  EXPECT_EQ(sent(delete_bucket_tagging("b")), "DELETE /b?tagging\n");
}

TEST(Requests, AclsAreCannedOrGrantByGrant) {
  EXPECT_EQ(sent(put_object_acl("b", "k", CannedAcl::aws_exec_read, "v")),
            "PUT /b/k?acl&versionId=v\nx-amz-acl: aws-exec-read\n");
  const Acl acl{"owner",
                {{{GranteeKind::user, "id1"}, Permission::full_control},
                 {{GranteeKind::email, "a@b.c"}, Permission::write_acp}}};
  const std::string xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
  EXPECT_EQ(sent(put_bucket_acl("b", acl)),
            "PUT /b?acl\n<AccessControlPolicy><Owner><ID>owner</ID></Owner><AccessControlList>"
            "<Grant><Grantee" +
                xsi +
                " xsi:type=\"CanonicalUser\"><ID>id1</ID></Grantee>"
                "<Permission>FULL_CONTROL</Permission></Grant>"
                "<Grant><Grantee" +
                xsi +
                " xsi:type=\"AmazonCustomerByEmail\"><EmailAddress>a@b.c"
                "</EmailAddress></Grantee><Permission>WRITE_ACP</Permission></Grant>"
                "</AccessControlList></AccessControlPolicy>");
}

TEST(Requests, RulesOfCors) {
  EXPECT_EQ(sent(put_bucket_cors("b", {{"r", {"*"}, {"GET", "PUT"}, {"x-*"}, {"ETag"}, 60}})),
            "PUT /b?cors\n<CORSConfiguration><CORSRule><ID>r</ID><AllowedHeader>x-*"
            "</AllowedHeader><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT"
            "</AllowedMethod><AllowedOrigin>*</AllowedOrigin><ExposeHeader>ETag</ExposeHeader>"
            "<MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>");
}

TEST(Requests, SeveralPredicatesOfALifecycleFilterStandInAnd) {
  LifecycleRule all;
  all.expiration = Expiration{.expired_object_delete_marker = true};
  LifecycleRule one;
  one.filter.prefix = "";
  one.expiration = Expiration{.date = *wire::parse_iso_basic("20300101T000000Z")};
  LifecycleRule several;
  several.enabled = false;
  several.filter = {.prefix = "p", .size_less_than = 9};
  several.abort_uploads_after_days = 3;
  EXPECT_EQ(sent(put_bucket_lifecycle_configuration("b", {{all, one, several}})),
            "PUT /b?lifecycle\n<LifecycleConfiguration>"
            "<Rule><Filter></Filter><Status>Enabled</Status><Expiration>"
            "<ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration></Rule>"
            "<Rule><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration>"
            "<Date>2030-01-01T00:00:00.000Z</Date></Expiration></Rule>"
            "<Rule><Filter><And><Prefix>p</Prefix><ObjectSizeLessThan>9</ObjectSizeLessThan>"
            "</And></Filter><Status>Disabled</Status><AbortIncompleteMultipartUpload>"
            "<DaysAfterInitiation>3</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>"
            "</LifecycleConfiguration>");
}

TEST(Requests, EachKindOfDestinationHasItsElements) {
  const NotificationRule topic{
      .target = NotificationTarget::topic, .id = {}, .arn = "t", .events = {"s3:ObjectRemoved:*"}};
  const NotificationRule function{.target = NotificationTarget::function,
                                  .id = "f",
                                  .arn = "l",
                                  .events = {"s3:ObjectCreated:Put"},
                                  .suffix = ".jpg"};
  EXPECT_EQ(sent(put_bucket_notification_configuration("b", {{topic, function}, true})),
            "PUT /b?notification\n<NotificationConfiguration><TopicConfiguration><Topic>t</Topic>"
            "<Event>s3:ObjectRemoved:*</Event></TopicConfiguration><CloudFunctionConfiguration>"
            "<Id>f</Id><CloudFunction>l</CloudFunction><Event>s3:ObjectCreated:Put</Event><Filter>"
            "<S3Key><FilterRule><Name>suffix</Name><Value>.jpg</Value></FilterRule></S3Key>"
            "</Filter></CloudFunctionConfiguration><EventBridgeConfiguration/>"
            "</NotificationConfiguration>");
  EXPECT_EQ(sent(put_bucket_notification_configuration("b", {})),
            "PUT /b?notification\n<NotificationConfiguration></NotificationConfiguration>");
}

constexpr const char* form_type =
    "POST /\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\n";

TEST(Requests, StsAndIamAreForms) {
  AssumeRoleOptions options;
  options.policy = "{\"a b\": 1}";
  options.policy_arns = {"arn:1", "arn:2"};
  options.duration = std::chrono::seconds(900);
  options.external_id = "x&y";
  options.parameters = {{"SourceIdentity", "ann"}};
  Operation<AssumedRole> operation = assume_role("arn:aws:iam::1:role/r", "s", options);
  EXPECT_EQ(operation.request.service, "sts");
  EXPECT_EQ(sent(std::move(operation)),
            std::string(form_type) +
                "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
                "&RoleSessionName=s&Policy=%7B%22a%20b%22%3A%201%7D"
                "&PolicyArns.member.1.arn=arn%3A1&PolicyArns.member.2.arn=arn%3A2"
                "&DurationSeconds=900&SourceIdentity=ann&ExternalId=x%26y");
  EXPECT_EQ(get_user().request.service, "iam");
  EXPECT_EQ(sent(get_user()), std::string(form_type) + "Action=GetUser&Version=2010-05-08");
  EXPECT_EQ(sent(query_api(iam, "TagUser", {{"Tags.member.1.Key", "k"}})),
            std::string(form_type) + "Action=TagUser&Version=2010-05-08&Tags.member.1.Key=k");
}

TEST(Requests, WhatMayBeSaidOfAnyOperation) {
  EXPECT_EQ(sent(paid_by_requester(only_of_owner(get_bucket_tagging("b"), "111122223333"))),
            "GET /b?tagging\nx-amz-expected-bucket-owner: 111122223333\n"
            "x-amz-request-payer: requester\n");
  EXPECT_EQ(sent(with_header(delete_object("b", "k"), "x-amz-mfa", "serial 1\r\nHost: x")),
            "InvalidArgument: The header 'x-amz-mfa' cannot be sent.");
}

TEST(Requests, AFormHasTheFileLast) {
  const Operation<PostedObject> operation =
      post_object("b", {{"key", "in/${filename}"}, {"policy", "cA=="}},
                  {"my \"cat\"\r\n.jpg", "image/jpeg", "meow"});
  const std::string type = operation.request.headers.at(0).value;
  const std::string boundary = "--" + type.substr(type.find('=') + 1);
  EXPECT_EQ(operation.body,
            boundary +
                "\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nin/${filename}\r\n" +
                boundary + "\r\nContent-Disposition: form-data; name=\"policy\"\r\n\r\ncA==\r\n" +
                boundary +
                "\r\nContent-Disposition: form-data; name=\"file\"; "
                "filename=\"my %22cat%22%0D%0A.jpg\"\r\nContent-Type: image/jpeg\r\n\r\nmeow\r\n" +
                boundary + "--\r\n");
}

}  // namespace
}  // namespace pail::client::ops
