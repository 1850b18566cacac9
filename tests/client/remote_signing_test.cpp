#include "client/remote_signing.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace pail::client {
namespace {

namespace json = boost::json;

// The seed of this project: content type text/plain, key foo.txt, bucket my-bucket-name.
constexpr std::string_view seed_answer =
    R"({"date":"Wed, 06 Feb 2013 00:57:45 +0000","hmacDigest":"EUSj3g70aEsEqSyPT/GojZmY8eI=",)"
    R"("access_key":"AKID","bucket":"my-bucket-name","key":"foo.txt","method":"PUT",)"
    R"("host":"my-bucket-name.s3.localhost:9000",)"
    R"("url":"http://my-bucket-name.s3.localhost:9000/foo.txt"})";

Request put(std::string key = "foo.txt", std::string content_type = "text/plain") {
  Request request;
  request.method = "PUT";
  request.level = Level::object;
  request.bucket = "my-bucket-name";
  request.key = std::move(key);
  request.headers = {{"Content-Type", std::move(content_type)}};
  return request;
}

json::object without(std::string_view member) {
  json::object answer = json::parse(seed_answer).as_object();
  answer.erase(member);
  return answer;
}

json::object with(std::string_view member, const json::value& value) {
  json::object answer = json::parse(seed_answer).as_object();
  answer[member] = value;
  return answer;
}

std::string refusal(std::string_view answer) {
  const auto draft = remotely_signed({}, put(), answer);
  return draft ? "accepted" : std::string(draft.error().message().value_or(""));
}

TEST(RemoteSigning, AsksForContentTypeAndKey) {
  const auto request = signing_request({{"127.0.0.1", 9001, false}, "/"}, {}, put("a/b c.txt"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request.value().method, "POST");
  EXPECT_EQ(request.value().target, "/sign");
  EXPECT_EQ(request.value().fields.find("Content-Type"), "application/json");
  EXPECT_EQ(json::parse(request.value().body),
            json::value({{"content_type", "text/plain"}, {"filename", "a/b c.txt"}}));
}

TEST(RemoteSigning, AServiceBelowAPathIsAskedThereAndShownTheToken) {
  const auto request =
      signing_request({{"127.0.0.1", 9001, false}, "/api/v1/sign"}, "secret", put());
  ASSERT_TRUE(request);
  EXPECT_EQ(request.value().fields.find("Authorization"), "Bearer secret");
  EXPECT_EQ(request.value().target, "/api/v1/sign");
}

TEST(RemoteSigning, WhatTheServiceWouldNotSignIsNotAskedFor) {
  for (const char* name : {"x-amz-meta-place", "X-Amz-Acl", "Content-MD5"}) {
    Request request = put();
    request.headers.push_back({name, "v"});
    const auto asked = signing_request({{"127.0.0.1", 9001, false}, "/"}, {}, request);
    ASSERT_FALSE(asked) << name;
    EXPECT_EQ(asked.error().code(), wire::Errc::InvalidArgument);
  }
  EXPECT_FALSE(signing_request({{"127.0.0.1", 9001, false}, "/"}, {}, put("\xFF")))
      << "JSON cannot say such a key";
}

TEST(RemoteSigning, TheAnswerBecomesTheSeedsHeaders) {
  const auto draft = remotely_signed({}, put(), seed_answer);
  ASSERT_TRUE(draft) << wire::describe(draft.error());
  EXPECT_EQ(draft.value().header("Date"), "Wed, 06 Feb 2013 00:57:45 +0000");
  EXPECT_EQ(draft.value().header("Authorization"), "AWS AKID:EUSj3g70aEsEqSyPT/GojZmY8eI=");
  EXPECT_EQ(draft.value().header("Content-Type"), "text/plain");
  EXPECT_EQ(draft.value().header("Host"), "my-bucket-name.s3.localhost:9000");
  EXPECT_EQ(to_url(draft.value()), "http://my-bucket-name.s3.localhost:9000/foo.txt");
  EXPECT_EQ(draft.value().headers.size(), 4U) << "nothing that is not signed";
}

TEST(RemoteSigning, ThePathGoesOutByteForByteAsItWasSigned) {
  const auto answer = with("url", "http://127.0.0.1:9000/my-bucket-name/f%6Fo.txt");
  const auto draft = remotely_signed({}, put(), json::serialize(answer));
  ASSERT_TRUE(draft);
  EXPECT_EQ(to_url(draft.value()), "http://127.0.0.1:9000/my-bucket-name/f%6Fo.txt");
}

TEST(RemoteSigning, AnEndpointOfOurOwnBeatsTheAnswers) {
  Config config;
  config.endpoint = net::Origin{"localhost", 7000, false};
  const auto draft = remotely_signed(config, put(), seed_answer);
  ASSERT_TRUE(draft);
  EXPECT_EQ(to_url(draft.value()), "http://my-bucket-name.localhost:7000/foo.txt");
  config.endpoint = net::Origin{"127.0.0.1", 7000, false};
  const auto by_address = remotely_signed(config, put(), seed_answer);
  ASSERT_TRUE(by_address);
  EXPECT_EQ(to_url(by_address.value()), "http://127.0.0.1:7000/my-bucket-name/foo.txt");
}

TEST(RemoteSigning, ATokenOfTemporaryKeysIsSentAlong) {
  const auto draft =
      remotely_signed({}, put(), json::serialize(with("security_token", "the-token")));
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft.value().header("x-amz-security-token"), "the-token");
}

TEST(RemoteSigning, AnUnusableAnswerIsSaidToBeSo) {
  EXPECT_EQ(refusal("<html>"), "The signing service's answer is no JSON object.");
  EXPECT_EQ(refusal("[]"), "The signing service's answer is no JSON object.");
  for (const char* needed : {"date", "hmacDigest", "access_key"}) {
    EXPECT_EQ(refusal(json::serialize(without(needed))),
              "The signing service's answer has no \"" + std::string(needed) + "\".");
    EXPECT_EQ(refusal(json::serialize(with(needed, 1))),
              "The signing service's answer has no \"" + std::string(needed) + "\".");
  }
  for (const char* url : {"nonsense", "http://h/a?query", "ftp://h/a"}) {
    EXPECT_NE(refusal(json::serialize(with("url", url))), "accepted") << url;
  }
}

TEST(RemoteSigning, ASignatureForSomethingElseIsNotUsed) {
  EXPECT_EQ(refusal(json::serialize(with("bucket", "other"))),
            "The signing service signs for bucket 'other', not for 'my-bucket-name'.");
  EXPECT_EQ(refusal(json::serialize(with("key", "bar.txt"))),
            "The signing service signed for key 'bar.txt', not for 'foo.txt'.");
}

TEST(RemoteSigning, ARefusalIsToldInTheServicesWords) {
  const wire::Error told =
      signing_refusal(400, R"({"error":{"code":"InvalidArgument","message":"\"x\" is missing."}})");
  EXPECT_EQ(told.message(), "The signing service refused: \"x\" is missing.");
  EXPECT_EQ(signing_refusal(502, "<html>").message(),
            "The signing service refused: HTTP status 502");
}

}  // namespace
}  // namespace pail::client
