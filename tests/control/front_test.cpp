// The server on its port: what is S3's, what is the API's, and what is refused.
#include <gtest/gtest.h>

#include "emulator/control/routes.hpp"
#include "tests/control/support/api.hpp"

namespace pail::control {
namespace {

using testing::Answer;
using testing::Api;

TEST(Front, TellsItsHealth) {
  Api api;
  const Answer health = api.call("GET", "health");
  EXPECT_EQ(health.status, 200U);
  EXPECT_EQ(health.text("/version"), "1.2.3");
  EXPECT_EQ(health.json().at("worlds"), 1);
}

TEST(Front, ServesItsDescription) {
  Api api;
  EXPECT_EQ(api.call("GET", "openapi.json").text("/openapi"), "3.1.0");
}

TEST(Front, CountsForPrometheus) {
  Api api;
  api.s3(Api::default_keys(), "GET", "/");
  EXPECT_NE(api.call("GET", "metrics").body.find("ListBuckets"), std::string::npos);
}

TEST(Front, AnswersHeadWithoutABody) {
  Api api;
  const Answer head = api.call("HEAD", "health");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.body, "");
  EXPECT_NE(head.raw.field("Content-Length"), "0");
}

TEST(Front, LeavesBucketsTheirHosts) {
  Api api;
  const auto path = "/_pail/v1/health";
  const std::string port = api.host().substr(api.host().find(':'));
  const auto get = [&](const std::string& host) {
    return api.raw("GET " + std::string(path) + " HTTP/1.1\r\nHost: " + host + port + "\r\n\r\n");
  };
  const Answer object = get("photos.s3.localhost");
  EXPECT_NE(object.body.find("<Code>NoSuchBucket</Code>"), std::string::npos) << object.body;
  api.s3(Api::default_keys(), "PUT", "/files.example");
  EXPECT_NE(get("files.example").body.find("<Error>"), std::string::npos) << "a bucket's own name";
  EXPECT_EQ(get("s3.localhost").status, 200U);
  EXPECT_EQ(get("127.0.0.1").status, 200U);
}

TEST(Front, TakesOnlyItsOwnPaths) {
  Api api;
  const auto get = [&](std::string_view target) {
    return api.raw("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  };
  EXPECT_EQ(get("/_pailful/v1/health").body.find("\"error\""), std::string::npos);
  EXPECT_EQ(get("/_pail").code(), "UnknownPath");
  EXPECT_EQ(get("/_pail/v2/health").code(), "UnknownPath");
  EXPECT_EQ(get("http://localhost/_pail/v1/health").status, 200U) << "the absolute form";
}

TEST(Front, SaysWhichMethodsAPathTakes) {
  Api api;
  const Answer refused = api.call("PATCH", "worlds/default/clock", "{}");
  EXPECT_EQ(refused.status, 405U);
  EXPECT_EQ(refused.raw.field("Allow"), "GET, HEAD, PUT");
  EXPECT_EQ(api.call("GET", "world").status, 404U);
}

TEST(Front, KeepsOtherSitesOut) {
  Api api;
  EXPECT_EQ(api.call("GET", "worlds", {}, {{"Origin", "https://evil.example"}}).code(),
            "Forbidden");
  EXPECT_EQ(api.call("POST", "worlds", "{}", {{"Sec-Fetch-Site", "cross-site"}}).status, 403U);
  EXPECT_EQ(api.emulator().worlds().size(), 1U);
}

TEST(Front, RefusesBodiesBeyondTheLimitHoweverTheyCome) {
  Api api;
  const std::string blank(document_bytes_max + 1, ' ');
  const Answer declared = api.call("PUT", "worlds/default/clock", blank);
  EXPECT_EQ(declared.status, 413U);
  EXPECT_EQ(declared.code(), "BodyTooLarge");
  const Answer chunked = api.raw(
      "PUT /_pail/v1/worlds/default/clock HTTP/1.1\r\nHost: localhost\r\n"
      "Transfer-Encoding: chunked\r\n\r\n40001\r\n" +
      blank + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.status, 413U);
  EXPECT_EQ(chunked.code(), "BodyTooLarge");
}

TEST(Front, AnswersBrokenRequestsOfTheApiInJson) {
  Api api;
  const Answer broken = api.raw(
      "PUT /_pail/v1/worlds/default/clock HTTP/1.1\r\nHost: localhost\r\n"
      "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n");
  EXPECT_GE(broken.status, 400U);
  EXPECT_NE(broken.code(), "");
}

TEST(Front, LetsStrangeNamesInByTheTokenAlone) {
  Api api({.token = "secret", .version = "1.2.3"});
  EXPECT_EQ(api.call("GET", "health").status, 200U);
  EXPECT_EQ(api.call("GET", "health", {}, {{"Host", "rebound.evil.example"}}).code(), "Forbidden");
  EXPECT_EQ(
      api.call("GET", "health", {}, {{"Host", "pail:9000"}, {"Authorization", "Bearer secret"}})
          .status,
      200U);
}

}  // namespace
}  // namespace pail::control
