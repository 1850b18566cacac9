// The server's patience, its capacity, and how it stops.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <future>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::Begin;
using net::Request;

constexpr std::string_view get = "GET /b/k HTTP/1.1\r\nHost: s3\r\n\r\n";

// A tick of 2 ms: what takes a minute in a real server is over before a test notices.
net::ServerOptions impatient() {
  net::ServerOptions options = test_options();
  options.tick = 2ms;
  return options;
}

TEST(ServerPatience, ClosesAnIdleConnectionWithoutAWord) {
  FakeService service;
  net::ServerOptions options = impatient();
  options.idle_max = 20ms;
  const net::Server server = start(service, options);
  RawSocket fresh = RawSocket::connect(server.endpoint().port);
  EXPECT_TRUE(fresh.at_end());
  RawSocket used = RawSocket::connect(server.endpoint().port);
  used.send(get);
  EXPECT_EQ(used.response().status, 200);
  EXPECT_TRUE(used.at_end());
  EXPECT_TRUE(service.failures().empty());
}

TEST(ServerPatience, AnswersAHeadThatNeverEnds) {
  FakeService service;
  net::ServerOptions options = impatient();
  options.head_time_max = 20ms;
  const net::Server server = start(service, options);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(client.response().body, "RequestTimeout");
  EXPECT_TRUE(client.at_end());
}

TEST(ServerPatience, AnswersABodyThatStalls) {
  FakeService service;
  service.on_begin = [](const Request& request) { return Begin(echo_upload(request)); };
  net::ServerOptions options = impatient();
  options.body_stall_max = 20ms;
  const net::Server server = start(service, options);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(client.response().body, "RequestTimeout");
  EXPECT_TRUE(client.at_end());
}

TEST(ServerPatience, CutsAReaderThatTakesNothing) {
  FakeService service;
  std::promise<void> gone;
  class Watched final : public net::Source {
   public:
    explicit Watched(std::promise<void>& ended) : ended_(ended), pattern_(64 * 1024 * 1024) {}
    ~Watched() override { ended_.set_value(); }
    std::uint64_t size() const noexcept override { return pattern_.size(); }
    wire::Result<wire::Bytes> next(std::size_t bytes_max) override {
      return pattern_.next(bytes_max);
    }

   private:
    std::promise<void>& ended_;
    PatternSource pattern_;
  };
  service.on_begin = [&](const Request&) {
    net::Reply reply;
    reply.body = std::make_unique<Watched>(gone);
    return Begin(std::move(reply));
  };
  net::ServerOptions options = impatient();
  options.body_stall_max = 20ms;
  const net::Server server = start(service, options);
  RawSocket client = RawSocket::connect_narrow(server.endpoint().port);
  client.send(get);
  EXPECT_EQ(gone.get_future().wait_for(10s), std::future_status::ready);
}

TEST(ServerPatience, LingersForARefusedBodyButNotForEver) {
  FakeService service;
  net::ServerOptions options = impatient();
  options.linger_max = 20ms;
  const net::Server server = start(service, options);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 1000000000000\r\n\r\n");
  EXPECT_EQ(client.response().field("Connection"), "close");
  const auto end = std::chrono::steady_clock::now() + 10s;
  bool sending = true;
  while (sending && std::chrono::steady_clock::now() < end) sending = client.try_send("abc");
  EXPECT_FALSE(sending);
}

// Lets `time` pass by keeping a connection busy.
void keep_busy(RawSocket& client, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
    client.send(get);
    EXPECT_EQ(client.response().status, 200);
  }
}

// A place becomes free when the server has noticed the end of a connection, so ask until it has.
int status_when_there_is_room(std::uint16_t port) {
  int status = 503;
  for (int i = 0; i < 1000 && status == 503; ++i) {
    RawSocket client = RawSocket::connect(port);
    client.try_send(get);
    status = client.response().status;
  }
  return status;
}

// Between requests a connection gives its buffer back, and must still wake up for the next one.
TEST(ServerPatience, RestingConnectionsStillServe) {
  FakeService service;
  net::ServerOptions options = test_options();
  options.tick = 1ms;
  const net::Server server = start(service, options);
  RawSocket resting = RawSocket::connect(server.endpoint().port);
  RawSocket busy = RawSocket::connect(server.endpoint().port);
  for (int round = 0; round < 3; ++round) {
    keep_busy(busy, 20ms);
    resting.send(get.substr(0, 20));
    resting.send(get.substr(20));
    EXPECT_EQ(resting.response().status, 200) << "round " << round;
  }
}

TEST(ServerPatience, RestingConnectionThatClosesIsNoticed) {
  FakeService service;
  net::ServerOptions options = test_options();
  options.tick = 1ms;
  options.connections_max = 2;
  const net::Server server = start(service, options);
  RawSocket resting = RawSocket::connect(server.endpoint().port);
  RawSocket busy = RawSocket::connect(server.endpoint().port);
  keep_busy(busy, 20ms);
  resting.close();
  EXPECT_EQ(status_when_there_is_room(server.endpoint().port), 200);
}

TEST(ServerCapacity, TurnsAwayWhatIsTooMuch) {
  FakeService service;
  net::ServerOptions options = test_options();
  options.connections_max = 2;
  const net::Server server = start(service, options);
  RawSocket first = RawSocket::connect(server.endpoint().port);
  RawSocket second = RawSocket::connect(server.endpoint().port);
  for (RawSocket* client : {&first, &second}) {
    client->send(get);
    EXPECT_EQ(client->response().status, 200);
  }
  {
    RawSocket third = RawSocket::connect(server.endpoint().port);
    EXPECT_EQ(third.response().body, "SlowDown");
    EXPECT_TRUE(third.at_end());
  }
  second.close();
  EXPECT_EQ(status_when_there_is_room(server.endpoint().port), 200);
}

TEST(ServerCapacity, GoesOnAfterRunningOutOfDescriptors) {
  FakeService service;
  const net::Server server = start(service);
  RawSocket waiting = RawSocket::connect(server.endpoint().port);
  waiting.send(get);
  EXPECT_EQ(waiting.response().status, 200);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  // The next client's own socket takes the last descriptor, and accept finds none.
  const int next_free = ::dup(0);
  ::close(next_free);
  rlimit tight = before;
  tight.rlim_cur = static_cast<rlim_t>(next_free) + 1;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &tight), 0);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(get);
  waiting.send(get);
  EXPECT_EQ(waiting.response().status, 200) << "those already here are served meanwhile";
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(client.response().status, 200);
}

TEST(ServerStop, LetsARequestUnderWayFinish) {
  FakeService service;
  service.on_begin = [](const Request& request) { return Begin(echo_upload(request)); };
  net::Server server = start(service);
  RawSocket idle = RawSocket::connect(server.endpoint().port);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n");
  client.receive_until("100 Continue\r\n\r\n");
  auto stopping = std::async(std::launch::async, [&] { server.stop(10s); });
  EXPECT_TRUE(idle.at_end()) << "stopping has begun";
  client.send("finish");
  const RawResponse response = client.response();
  EXPECT_EQ(response.body, "PUT /k finish");
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_EQ(stopping.wait_for(5s), std::future_status::ready) << "well before the grace is over";
}

TEST(ServerStop, CutsWhatOutlastsTheGrace) {
  FakeService service;
  service.on_begin = [](const Request& request) { return Begin(echo_upload(request)); };
  net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n");
  client.receive_until("100 Continue\r\n\r\n");
  server.stop(10ms);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(service.failures(), std::vector<std::string>{"IncompleteBody"});
}

TEST(ServerStop, RefusesNewConnections) {
  FakeService service;
  net::Server server = start(service);
  const std::uint16_t port = server.endpoint().port;
  server.stop();
  EXPECT_THROW(RawSocket::connect(port), std::system_error);
}

TEST(ServerStop, WaitsForACallThatBlocks) {
  FakeService service;
  service.blocks = true;
  std::promise<void> entered;
  std::promise<void> release;
  service.on_begin = [&](const Request&) {
    entered.set_value();
    release.get_future().wait();
    return Begin(text_reply("late"));
  };
  net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send(get);
  entered.get_future().wait();
  auto stopping = std::async(std::launch::async, [&] { server.stop(0ms); });
  release.set_value();
  stopping.wait();
}

}  // namespace
}  // namespace pail::testing
