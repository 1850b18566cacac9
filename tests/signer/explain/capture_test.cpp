#include "signer/explain/capture.hpp"

#include <gtest/gtest.h>

#include "tests/support/fixtures.hpp"
#include "wire/date.hpp"

namespace pail::signer::explain {
namespace {

const wire::Time today = *wire::parse_iso_extended("2026-03-01T12:00:00Z");

std::string header(const CapturedRequest& request, std::string_view name) {
  for (const wire::NamedText& field : request.headers) {
    if (field.name == name) return field.value;
  }
  return "(none)";
}

std::string why_not(const wire::Result<CapturedRequest>& result) {
  return result ? "read" : std::string(result.error().message().value_or(""));
}

TEST(CaptureHttp, ReadsHeadAndBody) {
  const auto request = capture_http(pail::testing::read_fixture("captures/seed_blog.http")).value();
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/my-bucket-name/foo.txt");
  EXPECT_EQ(header(request, "Host"), "localhost:9000");
  EXPECT_EQ(header(request, "Content-Type"), "text/plain");
  EXPECT_EQ(request.body, "hello") << "the line end of the file is not the body's";
}

TEST(CaptureHttp, ReadsLineEndsOfBothKinds) {
  for (const std::string end : {"\n", "\r\n"}) {
    const auto request =
        capture_http(end + "GET /k?a b HTTP/1.1" + end + "Host:h" + end + end).value();
    EXPECT_EQ(request.target, "/k?a b");
    EXPECT_EQ(header(request, "Host"), "h");
    EXPECT_EQ(request.body, "");
  }
}

TEST(CaptureHttp, ABodyThatIsCutShortIsNotKnown) {
  EXPECT_FALSE(capture_http("PUT /k HTTP/1.1\nContent-Length: 6\n\nhello").value().body);
  EXPECT_FALSE(capture_http("PUT /k HTTP/1.1\nTransfer-Encoding: chunked\n\n").value().body);
  EXPECT_EQ(capture_http("PUT /k HTTP/1.1\nContent-Length: 5\n\nhello\n\n").value().body, "hello");
}

TEST(CaptureHttp, KeepsFoldsForTheSignatureToSee) {
  const auto request = capture_http("GET /k HTTP/1.1\nx-amz-meta-a: one\n  two\n\n").value();
  EXPECT_EQ(header(request, "x-amz-meta-a"), "one\r\n  two");
}

TEST(CaptureHttp, ReadsPseudoHeadersOfHttp2) {
  const auto request = capture_http(pail::testing::read_fixture("captures/http2.http")).value();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/photos/a%20b.jpg?versionId=3");
  EXPECT_EQ(header(request, "Host"), "my-bucket-name.s3.localhost:9000");
  EXPECT_EQ(header(request, "x-amz-date"), "20130206T005745Z");
  EXPECT_EQ(request.headers.size(), 2U) << "no pseudo header stays";
}

TEST(CaptureHttp, ReadsWhatVerboseCurlHasSent) {
  const auto request =
      capture_http(pail::testing::read_fixture("captures/verbose_curl.txt")).value();
  EXPECT_EQ(request.target, "/my-bucket-name/foo.txt?acl");
  EXPECT_EQ(header(request, "Authorization"), "AWS AKIAIOSFODNN7EXAMPLE:abc=");
  EXPECT_EQ(header(request, "Server"), "(none)") << "that is the answer's";
  EXPECT_FALSE(request.body);
}

TEST(CaptureHttp, SaysWhatIsNoRequest) {
  EXPECT_EQ(why_not(capture_http("")),
            "the first line is no request line such as 'GET /bucket/key HTTP/1.1'");
  EXPECT_EQ(why_not(capture_http("GET / HTTP/1.1\nno colon\n\n")),
            "a header line without a colon: is this the head of a request?");
  EXPECT_EQ(why_not(capture_http(":authority: h\n\n")),
            ":method and :path must be among the header lines");
}

TEST(CaptureHttp, DropsThePasswordOfBasicAuthentication) {
  const auto request =
      capture_http("GET / HTTP/1.1\nAuthorization: basic dXNlcjpzZWNyZXQ=\n\n").value();
  EXPECT_EQ(header(request, "Authorization"), "Basic ***");
}

TEST(CaptureHar, TakesTheFirstEntryWithASignature) {
  const std::string har = pail::testing::read_fixture("captures/session.har");
  const auto request = capture_har(har, 0).value();
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/photos/a%20b.jpg?partNumber=1&uploadId=u");
  EXPECT_EQ(header(request, "Host"), "my-bucket-name.s3.amazonaws.com");
  EXPECT_EQ(header(request, "authorization"), "AWS AKIAIOSFODNN7EXAMPLE:abc=");
  EXPECT_EQ(request.headers.size(), 3U) << "no pseudo header stays";
  EXPECT_EQ(request.body, "hello");
  EXPECT_TRUE(request.notes.empty());
}

TEST(CaptureHar, TakesTheEntryThatIsAskedFor) {
  const std::string har = pail::testing::read_fixture("captures/session.har");
  const auto request = capture_har(har, 1).value();
  EXPECT_EQ(request.target, "/index.html");
  EXPECT_EQ(request.body, "");
  EXPECT_EQ(request.notes.size(), 1U) << "that browsers leave Authorization out";
  EXPECT_EQ(why_not(capture_har(har, 3)), "there is no entry 3; the last is 2");
}

TEST(CaptureHar, SaysWhatIsNoHarFile) {
  EXPECT_TRUE(why_not(capture_har("{", 0)).starts_with("the HAR file is not JSON: "));
  for (const char* const text : {"[]", "{}", R"({"log":{"entries":[]}})", R"({"log":7})"}) {
    EXPECT_EQ(why_not(capture_har(text, 0)), "the JSON has no log.entries: is it a HAR file?");
  }
  EXPECT_EQ(why_not(capture_har(R"({"log":{"entries":[7]}})", 0)), "the entry has no request");
  EXPECT_EQ(why_not(capture_har(R"({"log":{"entries":[{"request":{"method":"GET"}}]}})", 1)),
            "the URL names no host");
}

TEST(CapturedMessage, FindsTheBucketInTheHost) {
  const std::string names[] = {"s3.amazonaws.com"};
  const auto request = capture_har(pail::testing::read_fixture("captures/session.har"), 2).value();
  const auto captured = CapturedMessage::of(request, names).value();
  EXPECT_EQ(captured->message().host_bucket, "my-bucket-name");
  EXPECT_EQ(captured->message().path, "/photos/a%20b.jpg");
  EXPECT_EQ(captured->message().query.value("uploadId"), "u");
}

TEST(CapturedMessage, ATargetThatNoServerReadsIsAnError) {
  const auto request = capture_http("GET /%zz HTTP/1.1\nHost: h\n\n").value();
  EXPECT_FALSE(CapturedMessage::of(request, {}));
}

TEST(OwnTime, IsTheDateTheSignatureGoesBy) {
  const auto time_of = [](std::string_view target, std::string_view date) {
    const auto request =
        capture_http("GET " + std::string(target) + " HTTP/1.1\n" + std::string(date) + "\n\n")
            .value();
    const auto time = own_time(CapturedMessage::of(request, {}).value()->message(), today);
    return time ? wire::format_iso_extended(*time) : "none";
  };
  EXPECT_EQ(time_of("/", "Date: Wed, 06 Feb 2013 00:57:45 GMT"), "2013-02-06T00:57:45Z");
  EXPECT_EQ(time_of("/", "x-amz-date: 20130206T005746Z"), "2013-02-06T00:57:46Z");
  EXPECT_EQ(time_of("/?X-Amz-Date=20130206T005747Z", "a: b"), "2013-02-06T00:57:47Z");
  EXPECT_EQ(time_of("/?Expires=1360112268&Signature=x", "a: b"), "2013-02-06T00:57:48Z");
  EXPECT_EQ(time_of("/?Expires=4360112268&Signature=x", "a: b"), "2026-03-01T12:00:00Z")
      << "a URL that is still good is judged now";
  EXPECT_EQ(time_of("/", "a: b"), "none");
  EXPECT_EQ(time_of("/?Expires=99999999999999999&Signature=x", "a: b"), "none");
}

}  // namespace
}  // namespace pail::signer::explain
