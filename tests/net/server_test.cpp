#include "net/server.hpp"

#include <gtest/gtest.h>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Reply;
using net::Request;

constexpr std::string_view get = "GET /b/k HTTP/1.1\r\nHost: s3\r\n\r\n";

class ServerTest : public ::testing::Test {
 protected:
  RawSocket connect() { return RawSocket::connect(server_.endpoint().port); }

  FakeService service_;
  net::Server server_ = start(service_);
};

TEST_F(ServerTest, AnswersWithStatusLineFieldsAndLength) {
  service_.on_begin = [](const Request&) {
    Reply reply = text_reply("hello");
    reply.fields.add("x-amz-request-id", "0A");
    return Begin(std::move(reply));
  };
  RawSocket client = connect();
  client.send(get);
  const RawResponse response = client.response();
  EXPECT_EQ(response.head, "HTTP/1.1 200 OK\r\nx-amz-request-id: 0A\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(response.body, "hello");
}

TEST_F(ServerTest, ServiceSeesTheHeadAsSent) {
  std::string seen;
  service_.on_begin = [&](const Request& request) {
    seen = std::string(request.method) + "|" + std::string(request.target) + "|" +
           std::to_string(request.version) + "|" + std::string(request.headers.get("x-a")) + "|" +
           std::string(request.peer) + "|" + (request.has_body() ? "body" : "no body");
    return Begin(text_reply(""));
  };
  RawSocket client = connect();
  client.send("DELETE /b/%20k?acl HTTP/1.1\r\nHost: s3\r\nX-A:  v v \r\n\r\n");
  EXPECT_EQ(client.response().status, 200);
  EXPECT_EQ(seen, "DELETE|/b/%20k?acl|11|v v|127.0.0.1|no body");
}

TEST_F(ServerTest, KeepsTheConnectionForTheNextRequest) {
  RawSocket client = connect();
  for (const std::string target : {"/1", "/2", "/3"}) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: s3\r\n\r\n");
    EXPECT_EQ(client.response().body, "GET " + target);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  RawSocket client = connect();
  std::string all;
  for (int i = 0; i < 100; ++i)
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: s3\r\n\r\n";
  client.send(all);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.response().body, "GET /" + std::to_string(i));
}

TEST_F(ServerTest, TakesAHeadThatComesByteByByte) {
  RawSocket client = connect();
  for (const char c : get) client.send({&c, 1});
  EXPECT_EQ(client.response().body, "GET /b/k");
  EXPECT_EQ(service_.requests(), 1U);
}

TEST_F(ServerTest, SkipsTheLineBreakOfOldClients) {
  RawSocket client = connect();
  client.send("\r\n" + std::string(get));
  EXPECT_EQ(client.response().body, "GET /b/k");
}

TEST_F(ServerTest, ClosesWhenTheClientSaysSo) {
  RawSocket client = connect();
  client.send("GET / HTTP/1.1\r\nHost: s3\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.response().field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, ClosesWhenTheServiceSaysSo) {
  service_.on_begin = [](const Request&) {
    Reply reply = text_reply("bye");
    reply.close = true;
    return Begin(std::move(reply));
  };
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, Http10ClosesUnlessAsked) {
  RawSocket client = connect();
  client.send("GET /old HTTP/1.0\r\n\r\n");
  const RawResponse response = client.response();
  EXPECT_EQ(response.body, "GET /old");
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, Http10KeepsTheConnectionWhenAsked) {
  RawSocket client = connect();
  for (int i = 0; i < 2; ++i) {
    client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.response().field("Connection"), "keep-alive");
  }
}

TEST_F(ServerTest, HeadHasTheLengthOfGetAndNoBody) {
  service_.on_begin = [](const Request& request) {
    Reply reply;
    if (request.target == "/object") reply.head_length = 1234;
    if (request.target == "/error") reply = text_reply("not to be sent", 404);
    return Begin(std::move(reply));
  };
  RawSocket client = connect();
  client.send("HEAD /object HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(client.response(true).field("Content-Length"), "1234");
  client.send("HEAD /error HTTP/1.1\r\nHost: s3\r\n\r\n");
  const RawResponse error = client.response(true);
  EXPECT_EQ(error.status, 404);
  EXPECT_EQ(error.field("Content-Length"), "14");
  client.send(get);
  EXPECT_EQ(client.response().status, 200) << "a body after HEAD would stand here";
}

TEST_F(ServerTest, NoContentAndNotModifiedHaveNeitherBodyNorLength) {
  unsigned status = 204;
  service_.on_begin = [&](const Request&) { return Begin(text_reply("not to be sent", status)); };
  RawSocket client = connect();
  for (const unsigned bodiless : {204U, 304U}) {
    SCOPED_TRACE(bodiless);
    status = bodiless;
    client.send(get);
    const RawResponse response = client.response();
    EXPECT_EQ(response.status, static_cast<int>(bodiless));
    EXPECT_EQ(response.field("Content-Length"), "(absent)");
  }
}

TEST_F(ServerTest, SuccessWithoutBodySaysLengthZero) {
  service_.on_begin = [](const Request&) { return Begin(Reply{}); };
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().field("Content-Length"), "0");
}

TEST_F(ServerTest, ThrowingServiceEndsItsSessionWithInternalError) {
  service_.on_begin = [](const Request& request) -> Begin {
    if (request.target == "/throw") throw std::runtime_error("broken invariant");
    return text_reply("fine");
  };
  RawSocket other = connect();
  RawSocket client = connect();
  client.send("GET /throw HTTP/1.1\r\nHost: s3\r\n\r\n");
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "InternalError");
  EXPECT_TRUE(client.at_end());
  other.send(get);
  EXPECT_EQ(other.response().body, "fine");
}

TEST_F(ServerTest, ServesTwoHundredConnectionsAtOnce) {
  std::vector<RawSocket> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(connect());
  for (RawSocket& client : clients) client.send(get);
  for (RawSocket& client : clients) EXPECT_EQ(client.response().body, "GET /b/k");
  EXPECT_EQ(service_.requests(), 200U);
}

TEST_F(ServerTest, ResetConnectionsDoNotMatter) {
  for (int i = 0; i < 20; ++i) {
    RawSocket client = connect();
    client.send("PUT /b/k HTTP/1.1\r\nHost: s3\r\nContent-Length: 100\r\n\r\nabc");
    client.reset();
  }
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().status, 200);
}

TEST(ServerStart, SeveralThreadsShareOnePort) {
  FakeService service;
  net::ServerOptions options = test_options();
  options.threads = 4;
  const net::Server server = start(service, options);
  std::vector<RawSocket> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(RawSocket::connect(server.endpoint().port));
  for (RawSocket& client : clients) client.send(get);
  for (RawSocket& client : clients) EXPECT_EQ(client.response().status, 200);
}

// SO_REUSEPORT alone would let both listen, each with half of the connections.
TEST(ServerStart, RefusesAPortThatAnotherServerHas) {
  FakeService service;
  for (const unsigned threads : {1U, 2U}) {
    SCOPED_TRACE(threads);
    net::ServerOptions options = test_options();
    options.threads = threads;
    const net::Server server = start(service, options);
    options.port = server.endpoint().port;
    const auto second = net::Server::start(options, service);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code(), wire::Errc::NetworkFailure);
  }
}

TEST(ServerStart, TakesItsPortAgainAfterAStop) {
  FakeService service;
  net::ServerOptions options = test_options();
  net::Server first = start(service, options);
  options.port = first.endpoint().port;
  RawSocket client = RawSocket::connect(options.port);
  client.send(get);
  EXPECT_EQ(client.response().status, 200);
  first.stop();
  const net::Server second = start(service, options);
  EXPECT_EQ(second.endpoint().port, options.port);
}

TEST(ServerStart, WantsANumericAddress) {
  FakeService service;
  net::ServerOptions options = test_options();
  options.address = "localhost";
  const auto server = net::Server::start(options, service);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code(), wire::Errc::InvalidArgument);
}

}  // namespace
}  // namespace pail::testing
