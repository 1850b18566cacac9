// Who gets a connection, and when: limits per origin and over all, and the line before them.
#include "net/pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "tests/net/client_fixture.hpp"
#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using net::ConnectionPool;
using Moment = ConnectionPool::Moment;

using Place = std::optional<wire::Result<ConnectionPool::Lease>>;

asio::awaitable<void> borrow_into(ConnectionPool& pool, net::Origin origin, Moment limit,
                                  Place& place) {
  place.emplace(co_await pool.borrow(origin, limit));
}

asio::awaitable<bool> use(net::Connection& connection) {
  const net::HttpRequest request = request_of("GET", "/");
  RecordingSink sink;
  const auto response = co_await connection.exchange(request, nullptr, sink);
  co_return response.has_value();
}

class PoolTest : public ::testing::Test {
 protected:
  // Opens the pool with room for so many connections.
  void open(std::size_t of_origin, std::size_t of_all) {
    options_.connections_per_origin_max = of_origin;
    options_.connections_max = of_all;
    pool_.emplace(context_.get_executor(), options_);
  }
  // Hosts differ, and are all this machine.
  void borrow(Place& place, const std::string& host, Moment limit = Moment::max()) {
    const net::Origin origin{host + ".localhost", server_.endpoint().port, false};
    asio::co_spawn(context_, borrow_into(*pool_, origin, limit, place), asio::detached);
  }
  bool comes(const Place& place) {
    context_.restart();
    const auto patience = std::chrono::steady_clock::now() + 10s;
    while (!place && std::chrono::steady_clock::now() < patience) context_.run_one_for(1ms);
    return place && place->has_value();
  }
  // Gives what can be done without waiting the time to be done.
  void settle() {
    context_.restart();
    while (context_.run_one_for(5ms) > 0) {
    }
  }
  bool works(Place& place) { return net::run_blocking(context_, use(*place->value())); }

  FakeService service_;
  net::Server server_ = start(service_);
  asio::io_context context_;
  net::HttpClientOptions options_;
  std::optional<ConnectionPool> pool_;
};

TEST_F(PoolTest, LineIsServedInOrder) {
  open(1, 10);
  Place first;
  Place second;
  Place third;
  borrow(first, "a");
  ASSERT_TRUE(comes(first));
  borrow(second, "a");
  borrow(third, "a");
  settle();
  EXPECT_FALSE(second || third);
  first.reset();
  EXPECT_TRUE(comes(second));
  EXPECT_FALSE(third);
  second.reset();
  EXPECT_TRUE(comes(third));
}

TEST_F(PoolTest, LimitOverAllCountsEveryOrigin) {
  open(10, 1);
  Place first;
  Place second;
  borrow(first, "a");
  ASSERT_TRUE(comes(first));
  borrow(second, "b");
  settle();
  EXPECT_FALSE(second);
  first.reset();
  EXPECT_TRUE(comes(second));
}

TEST_F(PoolTest, NobodyWaitsForAnOriginThatIsNotHis) {
  open(1, 2);
  Place first;
  Place waiting;
  Place other;
  borrow(first, "a");
  ASSERT_TRUE(comes(first));
  borrow(waiting, "a");
  borrow(other, "b");
  EXPECT_TRUE(comes(other));
  EXPECT_FALSE(waiting);
  first.reset();
  EXPECT_TRUE(comes(waiting));
}

TEST_F(PoolTest, NewcomerDoesNotOvertake) {
  open(10, 1);
  Place first;
  Place waiting;
  Place newcomer;
  borrow(first, "a");
  ASSERT_TRUE(comes(first));
  borrow(waiting, "b");
  settle();
  first.reset();
  borrow(newcomer, "a");
  EXPECT_TRUE(comes(waiting));
  EXPECT_FALSE(newcomer);
  waiting.reset();
  EXPECT_TRUE(comes(newcomer));
}

TEST_F(PoolTest, IdleConnectionIsUsedAgain) {
  open(1, 1);
  for (const bool again : {false, true}) {
    Place place;
    borrow(place, "a");
    ASSERT_TRUE(comes(place));
    EXPECT_TRUE(works(place));
    EXPECT_EQ(place->value()->used_before(), again);
  }
}

// The server is raw and takes one connection after the other: the next comes when the last is
// closed.
TEST_F(PoolTest, IdleConnectionOfAnotherOriginIsGivenUp) {
  open(1, 1);
  const RawServer one_at_a_time([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    peer.at_end();
  });
  for (const std::string host : {"a", "b", "a"}) {
    Place place;
    const net::Origin origin{host + ".localhost", one_at_a_time.port(), false};
    asio::co_spawn(context_, borrow_into(*pool_, origin, Moment::max(), place), asio::detached);
    ASSERT_TRUE(comes(place)) << host;
    EXPECT_TRUE(works(place)) << host;
    EXPECT_FALSE(place->value()->used_before()) << host;
  }
  pool_.reset();  // the server waits for the last one's end
}

TEST_F(PoolTest, LimitEndsTheWait) {
  open(1, 10);
  Place first;
  Place second;
  Place third;
  borrow(first, "a");
  ASSERT_TRUE(comes(first));
  borrow(second, "a", std::chrono::steady_clock::now() + 5ms);
  borrow(third, "a");
  EXPECT_FALSE(comes(second));
  EXPECT_EQ(phase_of(*second), "wait");
  first.reset();
  EXPECT_TRUE(comes(third)) << "whoever gave up is passed over";
}

TEST_F(PoolTest, FailureToConnectGivesThePlaceBack) {
  open(10, 1);
  std::uint16_t nobody = 0;
  {
    const RawServer gone([](RawSocket) {});
    nobody = gone.port();
  }
  Place failed;
  Place next;
  asio::co_spawn(context_, borrow_into(*pool_, {"127.0.0.1", nobody, false}, Moment::max(), failed),
                 asio::detached);
  borrow(next, "a");
  EXPECT_TRUE(comes(next));
  EXPECT_EQ(phase_of(*failed), "connect");
}

TEST(HttpClientTotalTime, EndsAnExchangeThatNeverStalls) {
  const RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (peer.try_send("1\r\nx\r\n")) {
    }
  });
  net::HttpClientOptions options;
  options.total_time_max = 50ms;
  options.body_bytes_max = SIZE_MAX;
  TestClient client(server.port(), options);
  const auto late = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(late), "body");
  EXPECT_NE(describe(late.error()).find("the whole took too long"), std::string::npos)
      << describe(late.error());
}

}  // namespace
}  // namespace pail::testing
