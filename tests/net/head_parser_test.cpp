#include "net/head_parser.hpp"

#include <gtest/gtest.h>

#include "wire/limits.hpp"

namespace pail::net {
namespace {

constexpr std::string_view head_text =
    "PUT /b/k?acl HTTP/1.1\r\nHost: s3\r\nX-Empty:\r\nx-amz-meta-a: \t v  v \t\r\n"
    "Content-Length: 12\r\n\r\n";

bool is_inside(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

TEST(RequestHead, KeepsViewsIntoTheBytesItWasGiven) {
  RequestHead head;
  const std::string bytes = std::string(head_text) + "body";
  const auto size = parse_request_head(bytes, head);
  ASSERT_TRUE(size);
  EXPECT_EQ(size.value(), head_text.size());
  EXPECT_EQ(head.request.method, "PUT");
  EXPECT_EQ(head.request.target, "/b/k?acl");
  EXPECT_EQ(head.request.content_length, 12U);
  EXPECT_EQ(head.request.headers.get("x-amz-meta-a"), "v  v");
  EXPECT_EQ(head.request.headers.find("x-empty"), "");
  EXPECT_TRUE(is_inside(head.request.target, bytes));
  for (const auto& [name, value] : head.request.headers) {
    EXPECT_TRUE(is_inside(name, bytes)) << name;
    EXPECT_TRUE(is_inside(value, bytes)) << name;
  }
}

TEST(RequestHead, EveryPrefixAsksForMore) {
  for (std::size_t n = 0; n < head_text.size(); ++n) {
    SCOPED_TRACE(n);
    RequestHead head;
    const auto size = parse_request_head(head_text.substr(0, n), head);
    ASSERT_TRUE(size);
    EXPECT_EQ(size.value(), 0U);
  }
}

// Signatures are computed over what was sent, so the break must reach the signer (sigv2.md §4.5).
TEST(RequestHead, FoldedValuesKeepTheirLineBreaks) {
  struct Case {
    std::string sent;
    std::string value;
  };
  const Case cases[] = {
      {"a\r\n b", "a\r\n b"},
      {"a\r\n\t  b \r\n c ", "a\r\n\t  b \r\n c"},
      {"\r\n a", "a"},
      {"a\r\n  ", "a"},
      {"a  \r\n b", "a  \r\n b"},
      {"a\r\n \r\n b", "a\r\n \r\n b"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.sent);
    const std::string bytes =
        "GET / HTTP/1.1\r\nHost: s3\r\nx-amz-meta-a: " + c.sent + "\r\nB: 1\r\n\r\n";
    RequestHead head;
    const auto size = parse_request_head(bytes, head);
    ASSERT_TRUE(size);
    EXPECT_EQ(size.value(), bytes.size());
    EXPECT_EQ(head.request.headers.get("x-amz-meta-a"), c.value);
    EXPECT_TRUE(is_inside(head.request.headers.get("x-amz-meta-a"), bytes));
    EXPECT_EQ(head.request.headers.get("b"), "1");
  }
}

TEST(RequestHead, KnowsWhetherTheConnectionStays) {
  struct Case {
    std::string version;
    std::string fields;
    bool keep_alive;
  };
  const Case cases[] = {
      {"1.1", "", true},
      {"1.1", "Connection: close\r\n", false},
      {"1.1", "Connection: x, Close\r\n", false},
      {"1.1", "Connection: keep-alive\r\n", true},
      {"1.0", "", false},
      {"1.0", "Connection: Keep-Alive\r\n", true},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.version + " " + c.fields);
    const std::string bytes = "GET / HTTP/" + c.version + "\r\nHost: s3\r\n" + c.fields + "\r\n";
    RequestHead head;
    ASSERT_TRUE(parse_request_head(bytes, head));
    EXPECT_EQ(head.keep_alive, c.keep_alive);
  }
}

TEST(RequestHead, ExpectsContinueOnlyWithAnAnnouncedBodyAndHttp11) {
  struct Case {
    std::string version;
    std::string fields;
    bool expects;
  };
  const Case cases[] = {
      {"1.1", "Content-Length: 1\r\nExpect: 100-Continue\r\n", true},
      {"1.1", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", true},
      {"1.1", "Expect: 100-continue\r\n", false},
      {"1.1", "Content-Length: 0\r\nExpect: 100-continue\r\n", true},
      {"1.0", "Content-Length: 1\r\nExpect: 100-continue\r\n", false},
      {"1.1", "Content-Length: 1\r\nExpect: miracles\r\n", false},
      {"1.1", "Content-Length: 1\r\n", false},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.fields);
    const std::string bytes = "PUT / HTTP/" + c.version + "\r\nHost: s3\r\n" + c.fields + "\r\n";
    RequestHead head;
    ASSERT_TRUE(parse_request_head(bytes, head));
    EXPECT_EQ(head.expects_continue, c.expects);
  }
}

TEST(RequestHead, NothingStaysOfTheRequestBefore) {
  RequestHead head;
  ASSERT_TRUE(parse_request_head(head_text, head));
  ASSERT_TRUE(parse_request_head("GET / HTTP/1.0\r\n\r\n", head));
  EXPECT_EQ(head.request.method, "GET");
  EXPECT_TRUE(head.request.headers.empty());
  EXPECT_FALSE(head.request.content_length);
  EXPECT_FALSE(head.keep_alive);
}

TEST(ResponseHead, GivesStatusFramingAndFields) {
  const std::string bytes =
      "HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\nhello";
  ResponseHeadView head;
  const auto size = parse_response_head(bytes, head);
  ASSERT_TRUE(size);
  EXPECT_EQ(size.value(), bytes.size() - 5);
  EXPECT_EQ(head.status, 206U);
  EXPECT_EQ(head.framing.content_length, 5U);
  EXPECT_FALSE(head.framing.chunked);
  EXPECT_TRUE(head.keep_alive);
  EXPECT_EQ(head.headers.get("etag"), "\"x\"");
}

TEST(ResponseHead, RefusesWhatIsNoResponse) {
  for (const std::string bytes :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    SCOPED_TRACE(bytes);
    ResponseHeadView head;
    EXPECT_FALSE(parse_response_head(bytes, head));
  }
}

TEST(ResponseHead, HasALimit) {
  ResponseHeadView head;
  const std::string bytes =
      "HTTP/1.1 200 OK\r\nX: " + std::string(wire::limits::head_bytes_max, 'a');
  const auto size = parse_response_head(bytes, head);
  ASSERT_FALSE(size);
  EXPECT_EQ(size.error().code(), wire::Errc::RequestHeaderSectionTooLarge);
}

}  // namespace
}  // namespace pail::net
