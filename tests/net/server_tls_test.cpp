// What only a server of TLS has: handshakes that do not come, clients that speak plain HTTP, and
// goodbyes.
#include <gtest/gtest.h>

#include <future>

#include "tests/net/raw_socket.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::Begin;
using net::Request;

constexpr std::string_view get = "GET /k HTTP/1.1\r\nHost: s3\r\n\r\n";

net::ServerOptions impatient() {
  net::ServerOptions options = tls_options();
  options.tick = 1ms;
  options.head_time_max = 20ms;
  return options;
}

TEST(ServerTls, HandshakeThatNeverComesEndsTheConnection) {
  FakeService service;
  const net::Server server = start(service, impatient());
  for (const std::string_view beginning : {"", "\x16\x03\x01\x02"}) {
    RawSocket client = RawSocket::connect(server.endpoint().port);
    client.send(beginning);
    EXPECT_TRUE(client.at_end()) << beginning.size() << " bytes of a handshake";
  }
  EXPECT_EQ(service.requests(), 0U);
}

TEST(ServerTls, HandshakesUnderWayHoldNobodyUp) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  std::vector<RawSocket> waiting;
  for (int i = 0; i < 50; ++i) {
    waiting.push_back(RawSocket::connect(server.endpoint().port));
    waiting.back().send("\x16\x03\x01\x02");
  }
  TlsClient client(server.endpoint().port);
  EXPECT_TRUE(client.fetch(request_of("GET", "/")));
}

TEST(ServerTls, NoiseEndsTheConnection) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(std::string(100, '\xff'));
  try {
    client.receive_all();
  } catch (const std::system_error& reset) {
    EXPECT_EQ(reset.code().value(), ECONNRESET);
  }
  EXPECT_EQ(service.requests(), 0U);
}

TEST(ServerTls, PlainHttpIsToldToSpeakHttps) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(get);
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_EQ(service.requests(), 0U);
  EXPECT_EQ(service.failures(), std::vector<std::string>{"BadRequest"});
}

// A flood costs the server no handshakes.
TEST(ServerTls, FullServerHangsUpAtOnce) {
  FakeService service;
  net::ServerOptions options = tls_options();
  options.connections_max = 1;
  const net::Server server = start(service, options);
  RawSocket first = RawSocket::connect(server.endpoint().port);
  first.start_tls();
  RawSocket second = RawSocket::connect(server.endpoint().port);
  EXPECT_TRUE(second.at_end());
  first.send(get);
  EXPECT_EQ(first.response().status, 200);
}

TEST(ServerTls, EndsWithAGoodbye) {
  FakeService service;
  net::Server server = start(service, tls_options());
  RawSocket idle = RawSocket::connect(server.endpoint().port);
  idle.start_tls();
  idle.send(get);
  idle.response();
  RawSocket closing = RawSocket::connect(server.endpoint().port);
  closing.start_tls();
  closing.send("GET /k HTTP/1.1\r\nHost: s3\r\nConnection: close\r\n\r\n");
  closing.response();
  EXPECT_TRUE(closing.at_end());
  EXPECT_TRUE(closing.heard_goodbye());
  server.stop(10s);
  EXPECT_TRUE(idle.at_end());
  EXPECT_TRUE(idle.heard_goodbye());
}

TEST(ServerTls, CutLeavesTheGoodbyeOut) {
  FakeService service;
  service.on_begin = [](const Request&) -> Begin {
    net::Reply reply = text_reply("0123456789");
    net::Carriage told;
    told.cut = net::Cut{net::Cut::When::after_response_bytes, 4};
    reply.carriage = std::make_unique<net::Carriage>(told);
    return reply;
  };
  const net::Server server = start(service, tls_options());
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.start_tls();
  client.send(get);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_all(), "0123");
  EXPECT_FALSE(client.heard_goodbye());
}

TEST(ServerTls, StopEndsAHandshakeUnderWay) {
  FakeService service;
  net::Server server = start(service, tls_options());
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("\x16\x03\x01\x02");
  RawSocket other = RawSocket::connect(server.endpoint().port);
  other.start_tls();
  const auto begun = std::chrono::steady_clock::now();
  server.stop(60s);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
  EXPECT_TRUE(client.at_end());
}

// Requests that come in one record with others, and in records of a byte.
TEST(ServerTls, RecordsAreNoRequests) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.start_tls();
  client.send(std::string(get) + std::string(get) + std::string(get));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.response().body, "GET /k");
  for (const char c : get) client.send({&c, 1});
  EXPECT_EQ(client.response().body, "GET /k");
}

// RFC 8446 §6.1: without a goodbye, an end may be somebody else's doing.
TEST(TlsTruncation, BodyWithoutLengthNeedsAGoodbye) {
  for (const bool polite : {false, true}) {
    const RawServer server([polite](RawSocket peer) {
      peer.accept_tls();
      peer.receive_until("\r\n\r\n");
      peer.send("HTTP/1.1 200 OK\r\n\r\nall of it");
      if (polite) peer.shutdown_send();
    });
    TlsClient client(server.port());
    const auto response = client.fetch(request_of("GET", "/"));
    EXPECT_EQ(phase_of(response), polite ? "success" : "body");
    if (polite) {
      EXPECT_EQ(response.value().body, "all of it");
    }
  }
}

TEST(TlsTimeout, HandshakeHasATimeOfItsOwn) {
  const RawServer server([](RawSocket peer) { peer.receive_all(); });
  net::HttpClientOptions options = trusting();
  options.tls_time_max = 20ms;
  TlsClient client(server.port(), options);
  const auto late = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(late), "tls");
  EXPECT_NE(describe(late.error()).find("timed out"), std::string::npos);
}

TEST(TlsTimeout, PortWithoutTlsIsNamed) {
  const RawServer server([](RawSocket peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.receive_all();
  });
  TlsClient client(server.port());
  const auto refused = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(refused), "tls");
  EXPECT_NE(describe(refused.error()).find("TLS is not spoken"), std::string::npos)
      << describe(refused.error());
}

}  // namespace
}  // namespace pail::testing
