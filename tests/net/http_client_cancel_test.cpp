// An exchange that is cancelled where its server stalls: it ends as Cancelled, by its phase,
// without an exception; nothing of it stays behind, and the client goes on.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

#include "tests/net/raw_socket.hpp"
#include "tests/net/stalling_resolver.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using net::HttpRequest;

std::string outcome(const wire::Result<net::ResponseHead>& result) {
  if (result) return "success";
  const wire::Error& error = result.error();
  const std::string phase(error.detail("Phase"));
  return error.code() == wire::Errc::Cancelled ? "cancelled: " + phase : describe(error);
}

// Into `end`: Asio spawns only what can be made from nothing, and a Result cannot.
asio::awaitable<void> exchange(TestClient& client, const HttpRequest& request, net::Source* body,
                               net::ResponseSink& sink, std::string& end) {
  end = outcome(co_await client.client.exchange(client.origin, request, body, sink));
}

// An exchange under way that can be cancelled; how it ended.
class Cancellable {
 public:
  Cancellable(TestClient& client, HttpRequest request, std::uint64_t body_bytes = 0)
      : client_(client), request_(std::move(request)), body_(body_bytes) {
    asio::co_spawn(
        client.context, exchange(client, request_, body_bytes > 0 ? &body_ : nullptr, sink_, end_),
        asio::bind_cancellation_slot(signal_.slot(), [this](const std::exception_ptr& thrown) {
          if (thrown) end_ = "an exception";
        }));
  }

  void cancel() { signal_.emit(asio::cancellation_type::terminal); }
  bool is_over() const { return !end_.empty(); }
  const std::string& end() const { return end_; }

  // Lets the client work until `ready`, and then until all is over; "still under way" when that
  // does not come.
  template <class F>
  std::string cancelled_when(F ready) {
    client_.context.restart();
    const auto patience = std::chrono::steady_clock::now() + 10s;
    while (!ready() && !is_over() && std::chrono::steady_clock::now() < patience) {
      client_.context.run_one_for(1ms);
    }
    if (is_over()) return "before it was cancelled: " + end_;
    cancel();
    client_.context.restart();
    client_.context.run_for(10s);
    return is_over() ? end_ : "still under way";
  }

 private:
  TestClient& client_;
  HttpRequest request_;
  PatternSource body_;
  RecordingSink sink_;
  asio::cancellation_signal signal_;
  std::string end_;
};

// A server whose first connection plays `stall` up to its stall, says so, and waits for its end;
// all later ones are served.
class StallingServer {
 public:
  explicit StallingServer(std::function<void(RawSocket&)> stall, bool tls = false)
      : server_([this, stall = std::move(stall), tls](RawSocket peer) {
          if (connections_++ > 0) return serve(std::move(peer), tls);
          stall(peer);
          stalled_ = true;
          try {
            while (!peer.receive().empty()) {
            }
          } catch (const std::exception&) {  // a reset is an end, too
          }
          ended_ = true;
        }) {}
  std::uint16_t port() const { return server_.port(); }
  bool has_stalled() const { return stalled_; }
  bool connection_ended() const {
    const auto patience = std::chrono::steady_clock::now() + 10s;
    while (!ended_ && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    return ended_;
  }

 private:
  static void serve(RawSocket peer, bool tls) {
    if (tls) peer.accept_tls();
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    peer.at_end();
  }

  std::atomic<int> connections_ = 0;
  std::atomic<bool> stalled_ = false;
  std::atomic<bool> ended_ = false;
  RawServer server_;
};

// One place in the pool: whoever kept it would keep the next exchange from its turn.
net::HttpClientOptions narrow(net::HttpClientOptions options = {}) {
  options.connections_per_origin_max = 1;
  options.total_time_max = 10s;
  return options;
}

void expect_usable(TestClient& client) {
  const auto response = client.fetch(request_of("GET", "/"));
  ASSERT_TRUE(response) << describe(response.error());
  EXPECT_EQ(response.value().body, "ok");
}

struct Stall {
  std::string name;
  std::string phase;
  std::function<void(RawSocket&)> up_to;
  std::uint64_t body_bytes = 0;
  bool expect_continue = false;
};

void read_head(RawSocket& peer) {
  peer.receive_until("\r\n\r\n");
}

const Stall stalls[] = {
    {"Sending", "send", [](RawSocket& peer) { peer.receive_exactly(1); }, 512U * 1024 * 1024},
    {"WaitingFor100", "send", read_head, 5, true},
    {"WaitingForTheHead", "head", read_head},
    {"InsideTheHead", "head",
     [](RawSocket& peer) {
       read_head(peer);
       peer.send("HTTP/1.1 200 OK\r\nCont");
     }},
    {"BeforeTheBody", "body",
     [](RawSocket& peer) {
       read_head(peer);
       peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
     }},
    {"InsideTheBody", "body",
     [](RawSocket& peer) {
       read_head(peer);
       peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
     }},
};

class HttpClientCancelTest : public ::testing::TestWithParam<std::tuple<Stall, bool>> {};

INSTANTIATE_TEST_SUITE_P(, HttpClientCancelTest,
                         ::testing::Combine(::testing::ValuesIn(stalls), ::testing::Bool()),
                         [](const auto& test) {
                           return std::get<0>(test.param).name +
                                  (std::get<1>(test.param) ? "ByTls" : "");
                         });

TEST_P(HttpClientCancelTest, EndsAtOnceAndLeavesNothing) {
  const auto& [stall, tls] = GetParam();
  // The server has said its part, but the client may not have heard it yet: let it have its turn.
  const StallingServer server(
      [&stall = stall, tls = tls](RawSocket& peer) {
        if (tls) peer.accept_tls();
        stall.up_to(peer);
      },
      tls);
  TestClient client(server.port(), narrow(trusting()));
  client.origin.tls = tls;
  HttpRequest request = request_of(stall.body_bytes > 0 ? "PUT" : "GET", "/");
  request.expect_continue = stall.expect_continue;
  if (stall.expect_continue) {
    client.client = net::HttpClient(client.context.get_executor(), [] {
      auto options = narrow(trusting());
      options.continue_wait_max = 1h;
      return options;
    }());
  }
  Cancellable exchange(client, request, stall.body_bytes);
  int turns = 0;
  const auto settled = [&] { return server.has_stalled() && ++turns > 20; };
  EXPECT_EQ(exchange.cancelled_when(settled), "cancelled: " + stall.phase);
  EXPECT_TRUE(server.connection_ended());
  EXPECT_TRUE(client.context.stopped()) << "something still waits in the loop";
  expect_usable(client);
}

TEST(HttpClientCancel, InTheHandshake) {
  const StallingServer server([](RawSocket& peer) { peer.receive_exactly(1); }, true);
  TlsClient client(server.port(), narrow(trusting()));
  Cancellable exchange(client, request_of("GET", "/"));
  EXPECT_EQ(exchange.cancelled_when([&] { return server.has_stalled(); }), "cancelled: tls");
  EXPECT_TRUE(server.connection_ended());
  expect_usable(client);
}

TEST(HttpClientCancel, InTheProxysTunnel) {
  const StallingServer proxy(read_head);
  net::HttpClientOptions options = narrow(trusting());
  options.proxy.https = net::Origin{"127.0.0.1", proxy.port(), false};
  TlsClient client(443, options);
  client.origin.host = "other.example";
  Cancellable exchange(client, request_of("GET", "/"));
  EXPECT_EQ(exchange.cancelled_when([&] { return proxy.has_stalled(); }), "cancelled: proxy");
  EXPECT_TRUE(proxy.connection_ended());
}

TEST(HttpClientCancel, WhileANameIsAskedFor) {
  StallingResolver resolver;
  TestClient client(80);
  client.origin.host = StallingResolver::name;
  Cancellable exchange(client, request_of("GET", "/"));
  // The system's call itself cannot be ended: the exchange does not wait for it.
  client.context.restart();
  while (!resolver.is_asked() && !exchange.is_over()) client.context.run_one_for(1ms);
  exchange.cancel();
  const auto patience = std::chrono::steady_clock::now() + 10s;
  while (!exchange.is_over() && std::chrono::steady_clock::now() < patience) {
    client.context.run_one_for(1ms);
  }
  EXPECT_EQ(exchange.end(), "cancelled: resolve");
  resolver.release();
  client.context.run_for(10s);
  EXPECT_TRUE(client.context.stopped());
}

TEST(HttpClientCancel, DeadlineEndsAResolverThatStalls) {
  StallingResolver resolver;
  net::HttpClientOptions options;
  options.connect_time_max = 20ms;
  TestClient client(80, options);
  client.origin.host = StallingResolver::name;
  EXPECT_EQ(phase_of(client.fetch(request_of("GET", "/"))), "resolve");
  resolver.release();
}

// A listener whose queue is full answers no further connection.
TEST(HttpClientCancel, WhileItConnects) {
  const FullListener full;
  TestClient client(full.port());
  Cancellable exchange(client, request_of("GET", "/"));
  int turns = 0;
  EXPECT_EQ(exchange.cancelled_when([&] { return ++turns > 20; }), "cancelled: connect");
}

TEST(HttpClientCancel, InThePoolsLine) {
  const StallingServer server(read_head);
  TestClient client(server.port(), narrow());
  Cancellable first(client, request_of("GET", "/"));
  Cancellable second(client, request_of("GET", "/"));
  Cancellable third(client, request_of("GET", "/"));
  while (!server.has_stalled()) client.context.run_one_for(1ms);
  second.cancel();
  while (!second.is_over()) client.context.run_one_for(1ms);
  EXPECT_EQ(second.end(), "cancelled: wait");
  EXPECT_FALSE(first.is_over());
  EXPECT_EQ(first.cancelled_when([] { return true; }), "cancelled: head")
      << "and the third has its turn";
  EXPECT_EQ(third.end(), "success");
}

// Cancelled after its turn has come, but before it takes it: the next in line gets it.
TEST(HttpClientCancel, AsItsTurnComes) {
  const StallingServer server(read_head);
  TestClient client(server.port(), narrow());
  Cancellable first(client, request_of("GET", "/"));
  Cancellable second(client, request_of("GET", "/"));
  Cancellable third(client, request_of("GET", "/"));
  while (!server.has_stalled()) client.context.run_one_for(1ms);
  first.cancel();
  while (!first.is_over()) client.context.run_one_for(1ms);
  second.cancel();
  client.context.run_for(10s);
  EXPECT_EQ(second.end().substr(0, 9), "cancelled");
  EXPECT_EQ(third.end(), "success");
}

asio::awaitable<std::string> race(TestClient& client, const StallingServer& server) {
  using namespace asio::experimental::awaitable_operators;
  const HttpRequest request = request_of("GET", "/");
  RecordingSink sink;
  std::string end;
  const auto wait = [](const StallingServer& other) -> asio::awaitable<void> {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!other.has_stalled()) {
      timer.expires_after(1ms);
      co_await timer.async_wait(asio::use_awaitable);
    }
  };
  const auto first = co_await (exchange(client, request, nullptr, sink, end) || wait(server));
  co_return first.index() == 1 ? end : "the exchange came first";
}

TEST(HttpClientCancel, ByAwaitableOperators) {
  const StallingServer server(read_head);
  TestClient client(server.port(), narrow());
  EXPECT_EQ(net::run_blocking(client.context, race(client, server)), "cancelled: head");
  EXPECT_TRUE(server.connection_ended());
  expect_usable(client);
}

asio::awaitable<std::string> go_on_after(TestClient& client) {
  const HttpRequest request = request_of("GET", "/");
  RecordingSink sink;
  const auto cancelled = co_await client.client.exchange(client.origin, request, nullptr, sink);
  co_await asio::this_coro::reset_cancellation_state();
  const auto cleaned = co_await client.client.fetch(client.origin, request);
  co_return (cancelled ? "success" : std::string(cancelled.error().code_text())) + ", then " +
      (cleaned ? cleaned.value().body : describe(cleaned.error()));
}

TEST(HttpClientCancel, CallerMayCleanUpAfterwards) {
  const StallingServer server(read_head);
  TestClient client(server.port(), narrow());
  asio::cancellation_signal signal;
  std::string end;
  asio::co_spawn(client.context, go_on_after(client),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](const std::exception_ptr& thrown, std::string text) {
                       end = thrown ? "an exception" : text;
                     }));
  while (!server.has_stalled()) client.context.run_one_for(1ms);
  signal.emit(asio::cancellation_type::terminal);
  client.context.run_for(10s);
  EXPECT_EQ(end, "Cancelled, then ok");
}

// Nothing is under way when the sink cancels: the next wait must notice.
TEST(HttpClientCancel, FromWithinTheSink) {
  FakeService service;
  service.on_begin = [](const net::Request&) {
    net::Reply reply;
    reply.body = std::make_unique<PatternSource>(64 * 1024 * 1024);
    return net::Begin(std::move(reply));
  };
  for (const bool tls : {false, true}) {
    const net::Server server = start(service, tls ? tls_options() : test_options());
    TestClient client(server.endpoint().port, trusting());
    client.origin.tls = tls;
    asio::cancellation_signal signal;
    class CancellingSink final : public net::ResponseSink {
     public:
      explicit CancellingSink(asio::cancellation_signal& signal) : signal_(signal) {}
      wire::Result<void> head(const net::ResponseHead&) override { return wire::ok(); }
      wire::Result<void> write(wire::Bytes piece) override {
        received += piece.size();
        signal_.emit(asio::cancellation_type::terminal);
        return wire::ok();
      }
      std::uint64_t received = 0;

     private:
      asio::cancellation_signal& signal_;
    } sink(signal);
    const HttpRequest request = request_of("GET", "/");
    std::string end;
    asio::co_spawn(
        client.context, exchange(client, request, nullptr, sink, end),
        asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr& thrown) {
          if (thrown) end = "an exception";
        }));
    client.context.run_for(10s);
    EXPECT_EQ(end, "cancelled: body") << (tls ? "by TLS" : "in the clear");
    EXPECT_LE(sink.received, net::PiecePool::piece_bytes + 64 * 1024);
  }
}

}  // namespace
}  // namespace pail::testing
