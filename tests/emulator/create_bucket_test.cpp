#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "tests/support/fixtures.hpp"
#include "wire/encode.hpp"

namespace pail::emulator::testing {
namespace {

std::string constraint(std::string_view location) {
  return "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
         "<LocationConstraint>" +
         std::string(location) + "</LocationConstraint></CreateBucketConfiguration>";
}

Answer create(Harness& s3, std::string body, HeaderList headers = {}, std::string region = {}) {
  return s3.send({.method = "PUT",
                  .target = "/bucket",
                  .headers = std::move(headers),
                  .body = std::move(body),
                  .region = region.empty() ? "us-east-1" : region});
}

TEST(CreateBucket, AnswersWhereItIs) {
  Harness s3;
  const Answer answer = create(s3, "");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Location"), "/bucket");
  EXPECT_EQ(answer.header("x-amz-bucket-arn"), "arn:aws:s3:::bucket");
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(s3.send({.method = "HEAD", .target = "/bucket"}).status, 200U);
}

TEST(CreateBucket, NeedsNoLength) {
  Harness s3;
  EXPECT_EQ(s3.send({.method = "PUT", .target = "/bucket", .declares_length = false}).status, 200U);
}

TEST(CreateBucket, NamesFollowTheTableOfTheSpec) {
  for (const auto& entry : pail::testing::spec_cases("bucket_names")) {
    const std::string name(entry.at(0).as_string());
    SCOPED_TRACE(name);
    Harness s3;
    const Answer answer =
        s3.send({.method = "PUT", .target = "/" + wire::percent_encode(name, false)});
    if (entry.at(1).as_bool()) {
      EXPECT_EQ(answer.status, 200U) << answer.body;
      continue;
    }
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(answer.elements(), "Code Message BucketName RequestId HostId");
    EXPECT_EQ(answer.code(), "InvalidBucketName");
    EXPECT_EQ(answer.message(), "The specified bucket is not valid.");
    EXPECT_EQ(answer.element("BucketName"), name);
  }
}

TEST(CreateBucket, AgainIsFineInUsEast1AndAConflictElsewhere) {
  Harness east;
  east.make_bucket("bucket");
  east.put("bucket/key", "kept");
  EXPECT_EQ(create(east, "").status, 200U);
  EXPECT_EQ(east.get("bucket/key"), "kept");

  Options options;
  options.region = "eu-west-1";
  Harness west(std::move(options));
  ASSERT_EQ(create(west, constraint("eu-west-1"), {}, "eu-west-1").status, 200U);
  const Answer again = create(west, constraint("eu-west-1"), {}, "eu-west-1");
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(again.code(), "BucketAlreadyOwnedByYou");
  EXPECT_EQ(again.elements(), "Code Message BucketName RequestId HostId");
}

TEST(CreateBucket, AnothersNameIsTaken) {
  Harness s3;
  s3.make_bucket("bucket");
  const Answer answer = s3.send({.method = "PUT",
                                 .target = "/bucket",
                                 .access_key = std::string(other_access_key),
                                 .secret_key = std::string(other_secret_key)});
  EXPECT_EQ(answer.status, 409U);
  EXPECT_EQ(answer.code(), "BucketAlreadyExists");
}

TEST(CreateBucket, UsEast1TakesAnyRegionButItself) {
  struct Case {
    std::string body, location;  // location "" when refused
  };
  const Case cases[] = {{"", "us-east-1"},
                        {"<CreateBucketConfiguration/>", "us-east-1"},
                        {constraint(""), "us-east-1"},
                        {constraint("eu-west-1"), "eu-west-1"},
                        {constraint("EU"), "eu-west-1"},
                        {constraint("us-east-1"), ""},
                        {constraint("mars-north-1"), ""}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.body);
    Harness s3;
    const Answer answer = create(s3, c.body);
    const Answer head = s3.send({.method = "HEAD", .target = "/bucket"});
    EXPECT_EQ(head.header("x-amz-bucket-region"), c.location);
    if (!c.location.empty()) continue;
    EXPECT_EQ(answer.code(), "InvalidLocationConstraint");
    EXPECT_EQ(answer.message(), "The specified location-constraint is not valid");
    EXPECT_EQ(answer.elements(), "Code Message LocationConstraint RequestId HostId");
  }
}

TEST(CreateBucket, OtherEndpointsTakeTheirOwnRegionOnly) {
  const std::pair<std::string, std::string> cases[] = {
      {"",
       "The unspecified location constraint is incompatible for the region specific endpoint "
       "this request was sent to."},
      {constraint("eu-central-1"),
       "The eu-central-1 location constraint is incompatible for the region specific endpoint this "
       "request was sent to."},
      {constraint("eu-west-1"), ""},
      {constraint("EU"), ""}};
  for (const auto& [body, message] : cases) {
    SCOPED_TRACE(body);
    Options options;
    options.region = "eu-west-1";
    Harness s3(std::move(options));
    const Answer answer = create(s3, body, {}, "eu-west-1");
    EXPECT_EQ(answer.message(), message);
    EXPECT_EQ(answer.code(), message.empty() ? "" : "IllegalLocationConstraintException");
  }
}

TEST(CreateBucket, DocumentsMustFollowTheSchema) {
  for (const std::string bad : {"<CreateBucketConfiguration>", "<Other/>", "text",
                                "<CreateBucketConfiguration><Foo/></CreateBucketConfiguration>",
                                "<!DOCTYPE a><CreateBucketConfiguration/>"}) {
    Harness s3;
    EXPECT_EQ(create(s3, bad).code(), "MalformedXML") << bad;
    EXPECT_EQ(s3.send({.method = "HEAD", .target = "/bucket"}).status, 404U);
  }
  Harness s3;
  EXPECT_EQ(create(s3, "<CreateBucketConfiguration><Bucket/></CreateBucketConfiguration>").status,
            501U);
  const Answer long_one = create(s3, std::string(64 * 1024 + 1, ' '));
  EXPECT_EQ(long_one.code(), "MaxMessageLengthExceeded");
  EXPECT_FALSE(long_one.body_was_asked_for);
}

TEST(CreateBucket, TakesTags) {
  const auto tagged = [](const std::string& tags) {
    return "<CreateBucketConfiguration><Tags>" + tags + "</Tags></CreateBucketConfiguration>";
  };
  const std::string tag = "<Tag><Key>team</Key><Value>blue</Value></Tag>";
  Harness s3;
  EXPECT_EQ(create(s3, tagged(tag + tag)).code(), "InvalidTag");
  EXPECT_EQ(create(s3, tagged("<Key/>")).code(), "MalformedXML");
  EXPECT_EQ(s3.send({.target = "/bucket"}).status, 404U);
  EXPECT_EQ(create(s3, tagged(tag)).status, 200U);
  const Answer tags = s3.send({.target = "/bucket?tagging"});
  EXPECT_NE(tags.body.find(tag), std::string::npos) << tags.body;
}

TEST(CreateBucket, OpenBucketsAreAsS3MadeThemOnce) {
  Options options;
  options.open_buckets = true;
  Harness s3(std::move(options));
  ASSERT_EQ(create(s3, "", {{"x-amz-acl", "public-read"}}).status, 200U);
  const auto code_of = [&](std::string target) {
    return s3.send({.target = std::move(target)}).code();
  };
  EXPECT_EQ(code_of("/bucket?ownershipControls"), "OwnershipControlsNotFoundError");
  EXPECT_EQ(code_of("/bucket?publicAccessBlock"), "NoSuchPublicAccessBlockConfiguration");
  EXPECT_NE(s3.send({.target = "/bucket?acl"}).body.find("AllUsers"), std::string::npos);
  s3.put("bucket/key", "", {{"x-amz-acl", "public-read-write"}});
  EXPECT_NE(s3.send({.target = "/bucket/key?acl"}).body.find("AllUsers"), std::string::npos);
}

TEST(CreateBucket, DocumentsMustArriveWhole) {
  Harness s3;
  const Answer hash = s3.send({.method = "PUT",
                               .target = "/bucket",
                               .body = constraint("EU"),
                               .payload_hash = std::string(64, '0')});
  EXPECT_EQ(hash.code(), "XAmzContentSHA256Mismatch");
  EXPECT_EQ(create(s3, "", {{"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}}).code(), "BadDigest");
  EXPECT_EQ(create(s3, "", {{"Content-MD5", "x"}}).code(), "InvalidDigest");
  EXPECT_EQ(create(s3, "", {{"x-amz-checksum-crc32", "NhCmhg=="}}).code(), "BadDigest");
  EXPECT_EQ(s3.send({.method = "HEAD", .target = "/bucket"}).status, 404U);
}

TEST(CreateBucket, WhatItCannotBeIsRefused) {
  struct Case {
    std::string header, value, code;
  };
  const Case cases[] = {{"x-amz-acl", "private", ""},
                        {"x-amz-acl", "public-read", "InvalidBucketAclWithObjectOwnership"},
                        {"x-amz-acl", "log-delivery-write", "InvalidBucketAclWithObjectOwnership"},
                        {"x-amz-acl", "bucket-owner-full-control", "InvalidArgument"},
                        {"x-amz-grant-read", "id=1", "InvalidBucketAclWithObjectOwnership"},
                        {"x-amz-object-ownership", "BucketOwnerEnforced", ""},
                        {"x-amz-object-ownership", "ObjectWriter", ""},
                        {"x-amz-object-ownership", "BucketOwnerPreferred", ""},
                        {"x-amz-object-ownership", "Nobody", "InvalidArgument"},
                        {"x-amz-bucket-object-lock-enabled", "true", "NotImplemented"},
                        {"x-amz-bucket-object-lock-enabled", "false", ""},
                        {"x-amz-bucket-namespace", "account-regional", "NotImplemented"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.header + ": " + c.value);
    Harness s3;
    EXPECT_EQ(create(s3, "", {{c.header, c.value}}).code(), c.code);
  }
  Harness s3;
  const Answer answer = create(s3, "", {{"x-amz-object-ownership", "Nobody"}});
  EXPECT_EQ(answer.message(), "Invalid x-amz-object-ownership header: Nobody");
  EXPECT_EQ(answer.elements(), "Code Message ArgumentName RequestId HostId");
}

}  // namespace
}  // namespace pail::emulator::testing
