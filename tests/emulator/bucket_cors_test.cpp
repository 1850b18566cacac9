// PutBucketCors, GetBucketCors, DeleteBucketCors, the preflight, and what browsers read in answers.
#include <gtest/gtest.h>

#include "tests/emulator/support/harness.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::testing {
namespace {

constexpr std::string_view configuration =
    "<CORSConfiguration><CORSRule><AllowedHeader>x-amz-*</AllowedHeader>"
    "<AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod>"
    "<AllowedOrigin>https://*.example</AllowedOrigin><ExposeHeader>ETag</ExposeHeader>"
    "<ExposeHeader>x-amz-version-id</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds></CORSRule>"
    "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule>"
    "</CORSConfiguration>";
constexpr std::string_view vary =
    "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

std::string md5_of(std::string_view body) {
  return wire::to_base64(wire::md5(wire::as_bytes(body)));
}

class BucketCors : public ::testing::Test {
 protected:
  void SetUp() override {
    s3.make_bucket("bucket");
    s3.put("bucket/key", "value");
  }
  Answer configure(std::string_view body = configuration) {
    return s3.send({.method = "PUT",
                    .target = "/bucket?cors",
                    .headers = {{"Content-MD5", md5_of(body)}},
                    .body = std::string(body)});
  }
  Answer preflight(std::string target, HeaderList headers) {
    return s3.send({.method = "OPTIONS",
                    .target = std::move(target),
                    .headers = std::move(headers),
                    .signing = Signing::none});
  }
  Harness s3;
};

TEST_F(BucketCors, IsKeptShownAndDeleted) {
  const Answer none = s3.send({.target = "/bucket?cors"});
  EXPECT_EQ(none.status, 404U);
  EXPECT_EQ(none.code(), "NoSuchCORSConfiguration");
  EXPECT_EQ(none.elements(), "Code Message BucketName RequestId HostId");
  const Answer put = configure();
  EXPECT_EQ(put.status, 200U);
  EXPECT_EQ(put.body, "");
  const Answer shown = s3.send({.target = "/bucket?cors"});
  EXPECT_EQ(shown.status, 200U);
  using Texts = std::vector<std::string>;
  EXPECT_EQ(shown.texts("CORSRule", "AllowedMethod"), (Texts{"GET", "PUT", "GET"}));
  EXPECT_EQ(shown.texts("CORSRule", "AllowedOrigin"), (Texts{"https://*.example", "*"}));
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket?cors"}).status, 204U);
  EXPECT_EQ(s3.send({.target = "/bucket?cors"}).status, 404U);
  EXPECT_EQ(s3.send({.method = "DELETE", .target = "/bucket?cors"}).status, 204U);
}

TEST_F(BucketCors, WantsADigestThatHolds) {
  const Answer none =
      s3.send({.method = "PUT", .target = "/bucket?cors", .body = std::string(configuration)});
  EXPECT_EQ(none.code(), "InvalidRequest");
  EXPECT_EQ(none.message(),
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  const Answer wrong = s3.send({.method = "PUT",
                                .target = "/bucket?cors",
                                .headers = {{"Content-MD5", md5_of("another")}},
                                .body = std::string(configuration)});
  EXPECT_EQ(wrong.code(), "BadDigest");
  EXPECT_EQ(configure("<CORSConfiguration/>").code(), "MalformedXML");
  EXPECT_EQ(configure("").code(), "MissingRequestBodyError");
  const Answer large = configure(std::string(64 * 1024 + 1, ' '));
  EXPECT_EQ(large.code(), "MaxMessageLengthExceeded");
  EXPECT_EQ(s3.send({.target = "/bucket?cors"}).status, 404U) << "nothing of it was kept";
}

TEST_F(BucketCors, APreflightIsAnsweredWithoutACredential) {
  ASSERT_EQ(configure().status, 200U);
  const Answer answer =
      preflight("/bucket/key", {{"Origin", "https://a.example"},
                                {"Access-Control-Request-Method", "PUT"},
                                {"Access-Control-Request-Headers", "X-Amz-Date, x-amz-acl"}});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "GET, PUT");
  EXPECT_EQ(answer.header("Access-Control-Allow-Headers"), "x-amz-date, x-amz-acl");
  EXPECT_EQ(answer.header("Access-Control-Expose-Headers"), "ETag, x-amz-version-id");
  EXPECT_EQ(answer.header("Access-Control-Max-Age"), "600");
  EXPECT_EQ(answer.header("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(answer.header("Vary"), vary);
}

TEST_F(BucketCors, AnybodyIsToldAStarAndNothingOfCredentials) {
  ASSERT_EQ(configure().status, 200U);
  const Answer answer =
      preflight("/bucket", {{"Origin", "http://other"}, {"Access-Control-Request-Method", "GET"}});
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "GET");
  for (const std::string_view absent :
       {"Access-Control-Allow-Headers", "Access-Control-Max-Age", "Access-Control-Expose-Headers",
        "Access-Control-Allow-Credentials"}) {
    EXPECT_FALSE(answer.has(absent)) << absent;
  }
}

TEST_F(BucketCors, PreflightsAreRefusedInS3sWords) {
  struct Case {
    std::string target, origin, method, code, message, type;
  };
  const std::string not_allowed =
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of "
      "Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers "
      "are not whitelisted by the resource's CORS spec.";
  const std::string missing = "CORSResponse: Bucket not found";
  s3.make_bucket("plain");
  ASSERT_EQ(configure().status, 200U);
  const Case cases[] = {
      {"/bucket/key", "", "GET", "BadRequest",
       "Insufficient information. Origin request header needed.", ""},
      {"/bucket/key", "http://a", "", "BadRequest", "Invalid Access-Control-Request-Method: null",
       ""},
      {"/bucket/key", "http://a", "BREW", "BadRequest",
       "Invalid Access-Control-Request-Method: BREW", ""},
      {"/bucket/key", "http://a", "DELETE", "AccessForbidden", not_allowed, "OBJECT"},
      {"/bucket", "http://a", "PATCH", "AccessForbidden", not_allowed, "BUCKET"},
      {"/plain/key", "http://a", "GET", "AccessForbidden",
       "CORSResponse: CORS is not enabled for this bucket.", "BUCKET"},
      {"/nowhere/key", "http://a", "GET", "AccessForbidden", missing, "BUCKET"},
      {"/", "http://a", "GET", "AccessForbidden", missing, "BUCKET"}};
  for (const Case& c : cases) {
    SCOPED_TRACE(c.target + " " + c.origin + " " + c.method);
    HeaderList headers;
    if (!c.origin.empty()) headers.emplace_back("Origin", c.origin);
    if (!c.method.empty()) headers.emplace_back("Access-Control-Request-Method", c.method);
    const Answer answer = preflight(c.target, headers);
    EXPECT_EQ(answer.status, c.code == "BadRequest" ? 400U : 403U);
    EXPECT_EQ(answer.code(), c.code);
    EXPECT_EQ(answer.message(), c.message);
    EXPECT_EQ(answer.element("ResourceType"), c.type);
    EXPECT_EQ(answer.element("Method"), c.type.empty() ? "" : c.method);
    EXPECT_FALSE(answer.has("Access-Control-Allow-Origin"));
  }
}

TEST_F(BucketCors, APreflightOfAPresignedUrlLooksAtNeitherQueryNorSignature) {
  ASSERT_EQ(configure().status, 200U);
  for (const std::string query : {"?acl&cors", "?X-Amz-Signature=0&X-Amz-Algorithm=x",
                                  "?Signature=x&AWSAccessKeyId=nobody&Expires=1"}) {
    const Answer answer = preflight(
        "/bucket/key" + query, {{"Origin", "http://a"}, {"Access-Control-Request-Method", "GET"}});
    EXPECT_EQ(answer.status, 200U) << query << answer.body;
  }
}

TEST_F(BucketCors, AnswersToPagesOfOtherOriginsSayThatTheyMayRead) {
  ASSERT_EQ(configure().status, 200U);
  const HeaderList from_a = {{"Origin", "https://a.example"}};
  const Answer read = s3.send({.target = "/bucket/key", .headers = from_a});
  EXPECT_EQ(read.body, "value");
  EXPECT_EQ(read.header("Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(read.header("Access-Control-Allow-Methods"), "GET, PUT");
  EXPECT_EQ(read.header("Access-Control-Expose-Headers"), "ETag, x-amz-version-id");
  EXPECT_EQ(read.header("Access-Control-Max-Age"), "600");
  EXPECT_EQ(read.header("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(read.header("Vary"), vary);
  EXPECT_FALSE(read.has("Access-Control-Allow-Headers"));

  const Answer wrote =
      s3.send({.method = "PUT", .target = "/bucket/new", .headers = from_a, .body = "x"});
  EXPECT_EQ(wrote.status, 200U);
  EXPECT_EQ(wrote.header("Access-Control-Allow-Origin"), "https://a.example");
}

TEST_F(BucketCors, ErrorsSayItToo) {
  ASSERT_EQ(configure().status, 200U);
  const HeaderList from_a = {{"Origin", "https://a.example"}};
  const Sent refused[] = {
      {.target = "/bucket/nothing", .headers = from_a},
      {.target = "/bucket/key", .headers = from_a, .signing = Signing::none},
      {.target = "/bucket/key", .headers = from_a, .secret_key = "wrong"},
      {.target = "/bucket/key?acl&cors", .headers = from_a},
      {.method = "PUT",
       .target = "/bucket/key",
       .headers = {{"Origin", "https://a.example"}, {"Content-MD5", md5_of("another")}},
       .body = "body"}};
  for (const Sent& sent : refused) {
    const Answer answer = s3.send(sent);
    EXPECT_GE(answer.status, 400U);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://a.example") << answer.body;
  }
}

TEST_F(BucketCors, WhoeverIsNotAllowedIsServedWithoutAWordOfIt) {
  const Answer before = s3.send({.target = "/bucket/key", .headers = {{"Origin", "http://a"}}});
  EXPECT_EQ(before.status, 200U);
  EXPECT_FALSE(before.has("Access-Control-Allow-Origin"));
  ASSERT_EQ(configure().status, 200U);
  const Sent sent[] = {{.target = "/bucket/key"},
                       {.method = "HEAD", .target = "/bucket/key", .headers = {{"Origin", "x"}}},
                       {.target = "/", .headers = {{"Origin", "x"}}},
                       {.target = "/nowhere", .headers = {{"Origin", "x"}}}};
  for (const Sent& each : sent) {
    const Answer answer = s3.send(each);
    EXPECT_FALSE(answer.has("Access-Control-Allow-Origin")) << each.method << each.target;
    EXPECT_FALSE(answer.has("Vary")) << each.method << each.target;
  }
}

// A page may say which request it is preparing by the header of a preflight; S3 then goes by that.
TEST_F(BucketCors, TheMethodAskedForCountsInARequestToo) {
  ASSERT_EQ(configure().status, 200U);
  const auto origin_of = [&](std::string asked) {
    return s3
        .send({.target = "/bucket/key",
               .headers = {{"Origin", "https://a.example"},
                           {"Access-Control-Request-Method", std::move(asked)}}})
        .header("Access-Control-Allow-Origin");
  };
  EXPECT_EQ(origin_of("PUT"), "https://a.example");
  EXPECT_EQ(origin_of("DELETE"), "");
}

}  // namespace
}  // namespace pail::emulator::testing
