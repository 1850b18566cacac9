#include "net/answer_head.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/head_parser.hpp"
#include "wire/limits.hpp"

namespace pail::net {
namespace {

TEST(AnswerHeadTest, SaysWhatEndsTheBody) {
  AnswerHead head;
  const std::string text =
      "HTTP/1.1 200 OK\r\nServer: x\r\nETag: \"ab\"\r\nContent-Length:  12 \r\n\r\nbody";
  ASSERT_EQ(parse_answer_head(text, head).value(), text.size() - 4);
  EXPECT_EQ(head.status, 200u);
  EXPECT_EQ(head.framing.content_length, 12u);
  EXPECT_FALSE(head.framing.chunked);
  EXPECT_TRUE(head.keep_alive);
  EXPECT_EQ(head.etag, "\"ab\"");
}

TEST(AnswerHeadTest, IsNotWholeBeforeItsEmptyLine) {
  const std::string text = "HTTP/1.1 503 Slow Down\r\ntransfer-encoding: chunked\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size) {
    AnswerHead head;
    EXPECT_EQ(parse_answer_head(text.substr(0, size), head).value(), 0u) << size;
  }
  AnswerHead head;
  EXPECT_EQ(parse_answer_head(text, head).value(), text.size());
  EXPECT_TRUE(head.framing.chunked);
}

TEST(AnswerHeadTest, KeepsTheConnectionAsTheVersionAndTheFieldSay) {
  const std::vector<std::pair<std::string, bool>> cases = {
      {"HTTP/1.1 200 OK\r\n\r\n", true},
      {"HTTP/1.1 200\r\n\r\n", true},
      {"HTTP/1.0 200 OK\r\n\r\n", false},
      {"HTTP/1.1 200 OK\r\nConnection: Close\r\n\r\n", false},
      {"HTTP/1.1 200 OK\r\nConnection: upgrade, close\r\n\r\n", false},
      {"HTTP/1.1 200 OK\r\nConnection: close, keep-alive\r\n\r\n", false},
      {"HTTP/1.0 200 OK\r\nconnection: keep-alive\r\n\r\n", true}};
  for (const auto& [text, expected] : cases) {
    AnswerHead head;
    ASSERT_EQ(parse_answer_head(text, head).value(), text.size()) << text;
    EXPECT_EQ(head.keep_alive, expected) << text;
  }
}

TEST(AnswerHeadTest, RefusesWhatTwoReadersMightReadDifferently) {
  for (const std::string text :
       {"HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 099 No\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n",
        "\r\n\r\n", "HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\nA: b\n\r\n",
        "HTTP/1.1 200 OK\r\nno field\r\n\r\n", "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: clo se\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    AnswerHead head;
    EXPECT_FALSE(parse_answer_head(text, head)) << text;
  }
}

TEST(AnswerHeadTest, HasAnEndWithinTheLimit) {
  const std::string endless =
      "HTTP/1.1 200 OK\r\nX: " + std::string(wire::limits::head_bytes_max, 'x');
  AnswerHead head;
  EXPECT_EQ(parse_answer_head(endless, head).error().code(),
            wire::Errc::RequestHeaderSectionTooLarge);
}

}  // namespace
}  // namespace pail::net
