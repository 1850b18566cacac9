#include "net/reply_head.hpp"

#include <gtest/gtest.h>

namespace pail::net {
namespace {

std::string head_of(unsigned status, const ReplyHeadOptions& options) {
  Reply reply;
  reply.status = status;
  reply.body = "abc";
  std::string out = "what was there before";
  write_reply_head(out, reply, options);
  return out;
}

TEST(ReplyHead, WritesStatusLengthAndConnection) {
  EXPECT_EQ(head_of(200, {}), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(head_of(404, {.keep_alive = false}),
            "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(head_of(206, {.version = 10}),
            "HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(head_of(204, {}), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(head_of(304, {}), "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(ReplyHead, BodiesAreForSomeStatusesOnly) {
  for (const unsigned status : {200U, 206U, 307U, 400U, 404U, 503U}) {
    EXPECT_TRUE(may_have_body(status, false)) << status;
    EXPECT_FALSE(may_have_body(status, true)) << status;
  }
  for (const unsigned status : {100U, 204U, 304U}) EXPECT_FALSE(may_have_body(status, false));
}

}  // namespace
}  // namespace pail::net
