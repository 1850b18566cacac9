// Our reader of heads against Beast's: each of a few heads, with every byte of it replaced by every
// other, left out and doubled. Both have to refuse the same for the same reason, and read the same.
#include "tests/net/head_oracle.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace pail::net {
namespace {

std::string text_of(const wire::Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text.append(name).append("=").append(value) += '|';
  return text;
}

std::string text_of(const Framing& framing) {
  return (framing.chunked ? "chunked " : "") +
         (framing.content_length ? std::to_string(*framing.content_length) : "no length");
}

std::string text_of(const Result<std::size_t>& size, const std::function<std::string()>& head) {
  if (!size) return std::string(size.error().code_text());
  return size.value() == 0 ? "more" : std::to_string(size.value()) + " " + head();
}

std::string request_by(Result<std::size_t> (*parse)(std::string_view, RequestHead&),
                       std::string_view bytes) {
  RequestHead head;
  return text_of(parse(bytes, head), [&head] {
    const Request& request = head.request;
    return std::string(request.method) + " " + std::string(request.target) + " " +
           std::to_string(request.version) + (head.keep_alive ? " stays " : " closes ") +
           text_of(Framing{request.content_length, request.chunked}) + "|" +
           text_of(request.headers);
  });
}

std::string response_by(Result<std::size_t> (*parse)(std::string_view, ResponseHeadView&),
                        std::string_view bytes) {
  ResponseHeadView head;
  return text_of(parse(bytes, head), [&head] {
    return std::to_string(head.status) + (head.keep_alive ? " stays " : " closes ") +
           text_of(head.framing) + "|" + text_of(head.headers);
  });
}

// Beast waits for the second byte of a line before it refuses the first; we need not.
std::string with_next_byte(const std::string& by_us, const std::string& by_beast,
                           const std::string& bytes) {
  return by_us == "BadRequest" && by_beast == "more" ? bytes + "x" : bytes;
}

void expect_same_request(const std::string& bytes) {
  const std::string by_us = request_by(parse_request_head, bytes);
  const std::string at_first = request_by(oracle::parse_request_head, bytes);
  const std::string more = with_next_byte(by_us, at_first, bytes);
  EXPECT_EQ(by_us, request_by(oracle::parse_request_head, more)) << ::testing::PrintToString(bytes);
}

void expect_same_response(const std::string& bytes) {
  const std::string by_us = response_by(parse_response_head, bytes);
  const std::string at_first = response_by(oracle::parse_response_head, bytes);
  const std::string more = with_next_byte(by_us, at_first, bytes);
  EXPECT_EQ(by_us, response_by(oracle::parse_response_head, more))
      << ::testing::PrintToString(bytes);
}

void for_each_slip(std::string_view head, const std::function<void(const std::string&)>& look) {
  for (std::size_t at = 0; at < head.size() && !::testing::Test::HasFailure(); ++at) {
    std::string bytes(head);
    for (int byte = 0; byte < 256; ++byte) {
      bytes[at] = static_cast<char>(byte);
      look(bytes);
    }
    bytes = head;
    look(bytes.erase(at, 1));
    bytes = head;
    look(bytes.insert(at, 1, head[at]));
    bytes = head;
    look(bytes.insert(at, "\r\n"));
    look(std::string(head.substr(0, at)));
  }
}

constexpr std::string_view requests[] = {
    "GET /b/k?x=%20 HTTP/1.1\r\nHost: s3\r\n\r\nmore",
    "PUT /b HTTP/1.0\r\nContent-Length: 12\r\nConnection: a, keep-alive,\r\n\r\n",
    "PUT /b HTTP/1.1\r\nHost:s3 \t\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
    "\r\nGET * HTTP/1.1\r\nhOsT: a:1\r\nx-amz-meta-a: b\r\n  c\r\n\t d \r\nEmpty:\r\n\r\n",
    "PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nProxy-Connection: close , upgrade\r\nUpgrade: x\r\n\r\n",
};

TEST(RequestHeadByAnotherReader, IsTheSameWithAnySlipInIt) {
  for (const std::string_view head : requests) for_each_slip(head, expect_same_request);
}

TEST(ResponseHeadByAnotherReader, IsTheSameWithAnySlipInIt) {
  constexpr std::string_view responses[] = {
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\nhello",
      "HTTP/1.0 404 \r\nConnection: keep-alive\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 100 Go on, please\r\n\r\n",
  };
  for (const std::string_view head : responses) for_each_slip(head, expect_same_response);
}

}  // namespace
}  // namespace pail::net
