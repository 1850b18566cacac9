// The client against servers that misbehave, and the phase each failure is told by.
#include <gtest/gtest.h>

#include <future>

#include "net/failure.hpp"
#include "tests/net/client_fixture.hpp"
#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::HttpRequest;

// Answers each connection's first request with the same bytes, then closes.
std::function<void(RawSocket)> answering(std::string bytes) {
  return [bytes](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send(bytes);
  };
}

net::HttpClientOptions impatient() {
  net::HttpClientOptions options;
  options.head_time_max = 30ms;
  options.stall_time_max = 30ms;
  options.continue_wait_max = 30ms;
  return options;
}

TEST(HttpClientFailure, NobodyListens) {
  std::uint16_t port = 0;
  {
    const RawServer gone([](RawSocket) {});
    port = gone.port();
  }
  TestClient client(port);
  const auto response = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(response), "connect");
}

TEST(HttpClientFailure, NoSuchHost) {
  TestClient client(80);
  client.origin.host = "no-such-host.invalid";
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "resolve");
}

struct Case {
  std::string name;
  std::string bytes;
  std::string outcome;
};

const Case cases[] = {
    {"ClosesWithoutAnAnswer", "", "head"},
    {"ClosesInsideTheHead", "HTTP/1.1 200 OK\r\nConte", "head"},
    {"IsNotHttp", "SSH-2.0-OpenSSH_9.2p1\r\n\r\n", "head"},
    {"HeadIsEndless", "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'a'), "head"},
    {"BodyEndsEarly", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "body"},
    {"ChunksEndEarly", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "body"},
    {"ChunksAreBroken", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz", "body"},
    {"LengthsConflict", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     "head"},
};

class HttpClientFailureTest : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(, HttpClientFailureTest, ::testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

TEST_P(HttpClientFailureTest, IsToldByItsPhase) {
  const RawServer server(answering(GetParam().bytes));
  TestClient client(server.port());
  const auto response = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(response), GetParam().outcome);
}

TEST(HttpClientAnswers, BodyWithoutLengthEndsWithTheConnection) {
  const RawServer server(answering("HTTP/1.1 200 OK\r\n\r\nall of it"));
  TestClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    const auto response = client.fetch(request_of("GET", "/"));
    ASSERT_TRUE(response) << describe(response.error());
    EXPECT_EQ(response.value().body, "all of it");
  }
}

TEST(HttpClientAnswers, ChunkedBodyIsDecoded) {
  const RawServer server(
      answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n"
                "0\r\n\r\n"));
  TestClient client(server.port());
  EXPECT_EQ(client.fetch(request_of("GET", "/")).value().body, "abcde");
}

TEST(HttpClientAnswers, InterimHeadsAreSkipped) {
  const RawServer server(
      answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  TestClient client(server.port());
  const auto response = client.fetch(request_of("GET", "/"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response.value().body, "ok");
  EXPECT_EQ(response.value().head.headers().size(), 1U);
}

TEST(HttpClientAnswers, AnswerThatComesByteByByte) {
  const RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    for (const char c : std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      peer.send({&c, 1});
    }
  });
  TestClient client(server.port());
  EXPECT_EQ(client.fetch(request_of("GET", "/")).value().body, "ok");
}

TEST(HttpClientAnswers, EarlyAnswerOfAServerThatClosesIsFound) {
  const RawServer server(answering("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno"));
  TestClient client(server.port());
  PatternSource source(64 * 1024 * 1024);
  RecordingSink sink;
  const auto head = client.exchange(request_of("PUT", "/"), &source, sink);
  // The server's reset can overtake its answer: then the failure must say that sending broke.
  if (head) {
    EXPECT_EQ(head.value().status(), 413U);
  } else {
    EXPECT_EQ(phase_of(head), "send");
  }
}

TEST(HttpClientPatience, ServerThatSaysNothing) {
  std::promise<void> done;
  const RawServer server([&](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.at_end();
  });
  TestClient client(server.port(), impatient());
  const auto response = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(response), "head");
  EXPECT_NE(describe(response.error()).find("timed out"), std::string::npos);
  EXPECT_EQ(response.error().detail(net::cause_element), net::cause_timeout)
      << "for who tries again";
}

TEST(HttpClientPatience, BodyThatStalls) {
  const RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    peer.at_end();
  });
  TestClient client(server.port(), impatient());
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "body");
}

TEST(HttpClientPatience, ServerThatReadsNothing) {
  std::promise<void> release;
  const auto released = release.get_future().share();
  const RawServer server([released](RawSocket) { released.wait(); });
  TestClient client(server.port(), impatient());
  PatternSource source(64 * 1024 * 1024);
  RecordingSink sink;
  EXPECT_EQ(phase_of(client.exchange(request_of("PUT", "/"), &source, sink)), "send");
  release.set_value();
}

// RFC 9110 §10.1.1: a server may not know Expect; the client does not wait for ever.
TEST(HttpClientPatience, ServerThatIgnoresExpectGetsTheBodyAllTheSame) {
  const RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    const std::string body = peer.receive_exactly(5);
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body);
  });
  TestClient client(server.port());
  client.client = net::HttpClient(client.context.get_executor(),
                                  {.continue_wait_max = std::chrono::milliseconds(30)});
  HttpRequest request = request_of("PUT", "/", "hello");
  request.expect_continue = true;
  const auto response = client.fetch(request);
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response.value().body, "hello");
}

// Serves one request per connection, without saying that it closes.
std::function<void(RawSocket)> forgetful(std::atomic<int>& served) {
  return [&served](RawSocket peer) {
    const std::string head = peer.receive_until("\r\n\r\n");
    if (head.find("Content-Length: 2") != std::string::npos) peer.receive_exactly(2);
    ++served;
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  };
}

TEST(HttpClientReuse, ConnectionClosedInTheMeantimeIsReplaced) {
  std::atomic<int> served{0};
  const RawServer server(forgetful(served));
  TestClient client(server.port());
  for (int i = 0; i < 20; ++i) {
    const auto response = client.fetch(request_of("GET", "/"));
    ASSERT_TRUE(response) << describe(response.error());
  }
  EXPECT_EQ(served, 20);
}

TEST(HttpClientReuse, IdleConnectionsGrowOld) {
  std::atomic<int> connections{0};
  const RawServer server([&](RawSocket peer) {
    ++connections;
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    peer.at_end();
  });
  net::HttpClientOptions options;
  options.idle_max = 0ms;
  TestClient client(server.port(), options);
  EXPECT_TRUE(client.fetch(request_of("GET", "/")));
  EXPECT_TRUE(client.fetch(request_of("GET", "/")));
  EXPECT_EQ(connections, 2);
}

// The server still waits for the body that it refused: the next request would be taken for it.
TEST(HttpClientReuse, ConnectionWithAnUnsentBodyIsNotUsedAgain) {
  std::atomic<int> reused{0};
  const RawServer server([&](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    if (!peer.at_end()) ++reused;
  });
  TestClient client(server.port());
  HttpRequest request = request_of("PUT", "/", "body");
  request.expect_continue = true;
  for (int i = 0; i < 3; ++i) {
    const auto response = client.fetch(request);
    ASSERT_TRUE(response) << describe(response.error());
    EXPECT_EQ(response.value().status(), 403U);
  }
  EXPECT_EQ(reused, 0);
}

// Reads the second request of a connection and closes without an answer.
void close_on_second_request(RawSocket peer) {
  peer.receive_until("\r\n\r\n");
  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  peer.receive_until("\r\n\r\n");
}

TEST(HttpClientReuse, RetriesWhatIsSafeToRepeat) {
  const RawServer server(close_on_second_request);
  TestClient client(server.port());
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "success");
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "success");
}

TEST(HttpClientReuse, DoesNotRepeatAPost) {
  const RawServer server(close_on_second_request);
  TestClient client(server.port());
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "success");
  EXPECT_EQ(phase_of(client.fetch(request_of("POST", "/"))), "head");
}

TEST(HttpClientReuse, DoesNotRepeatAFirstRequest) {
  std::atomic<int> requests{0};
  const RawServer server([&](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    ++requests;
  });
  TestClient client(server.port());
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "head");
  EXPECT_EQ(requests, 1);
}

}  // namespace
}  // namespace pail::testing
