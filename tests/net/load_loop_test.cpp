#include "net/load_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;

// So many requests, all alike, and how each ended.
class Work : public net::LoadWork {
 public:
  explicit Work(std::size_t count, std::string head = "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
      : left_(count), head_(std::move(head)) {}

  net::LoadTurn next(std::size_t, net::LoadMoment, net::LoadRequest& request,
                     net::LoadMoment&) override {
    if (left_ == 0) return net::LoadTurn::over;
    --left_;
    request.head = head_;
    request.body = body;
    return net::LoadTurn::send;
  }
  void done(std::size_t, const net::LoadAnswer& answer) override {
    outcomes.push_back(answer.status == 0 ? std::string(answer.failure)
                                          : std::to_string(answer.status));
    bytes += answer.body_bytes;
  }

  net::LoadBody body;
  std::vector<std::string> outcomes;
  std::uint64_t bytes = 0;

 private:
  std::size_t left_;
  std::string head_;
};

net::LoadPeer peer_at(std::uint16_t port) {
  net::LoadPeer peer;
  peer.origin = {"localhost", port, false};
  peer.address = {boost::asio::ip::address_v4::loopback(), port};
  return peer;
}

net::LoadOptions with(std::size_t connections) {
  net::LoadOptions options;
  options.connections = connections;
  options.rest = 1ms;
  return options;
}

void run(std::uint16_t port, Work& work, net::LoadOptions options = with(1)) {
  net::LoadLoop loop(peer_at(port), options, work);
  loop.run();
}

// Answers every request of a connection with the same bytes.
std::function<void(RawSocket)> always(std::string bytes) {
  return [bytes](RawSocket peer) {
    for (;;) {
      if (peer.receive(1).empty()) return;
      peer.receive_until("\r\n\r\n");
      peer.send(bytes);
    }
  };
}

TEST(LoadLoopTest, KeepsItsConnectionsAndCountsEveryAnswer) {
  std::atomic<int> connections = 0;
  RawServer server([&](RawSocket peer) {
    ++connections;
    always("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")(std::move(peer));
  });
  Work work(50);
  run(server.port(), work);
  EXPECT_EQ(work.outcomes.size(), 50u);
  EXPECT_THAT(work.outcomes, Each("200"));
  EXPECT_EQ(work.bytes, 150u);
  EXPECT_EQ(connections, 1);
}

TEST(LoadLoopTest, AnAnswerInPiecesIsOneAnswer) {
  RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    for (const std::string piece : {"HTTP/1.1 20", "0 OK\r\nTransfer-Encoding: chun",
                                    "ked\r\n\r\n2\r", "\nab\r\n0\r\n", "\r\n"}) {
      peer.send(piece);
    }
    peer.at_end();
  });
  Work work(1);
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("200"));
  EXPECT_EQ(work.bytes, 2u);
}

TEST(LoadLoopTest, AServerThatClosesAfterEachAnswerIsConnectedToAgain) {
  RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  Work work(3);
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("200", "200", "200"));
}

TEST(LoadLoopTest, ARequestWhoseConnectionEndsIsAFailureAndIsNotSentAgain) {
  std::atomic<int> heads = 0;
  RawServer server([&](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    ++heads;
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
  });
  Work work(2);
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("ConnectionClosed", "ConnectionClosed"));
  EXPECT_EQ(heads, 2);
}

TEST(LoadLoopTest, GarbageIsAFailure) {
  RawServer server(always("no such protocol\r\n\r\n"));
  Work work(2);
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("UnreadableAnswer", "UnreadableAnswer"));
}

TEST(LoadLoopTest, AServerThatIsNotThereFailsWhatWasDue) {
  std::uint16_t port = 0;
  {
    const RawServer gone([](RawSocket) {});
    port = gone.port();
  }
  Work work(3);
  run(port, work, with(2));
  EXPECT_EQ(work.outcomes.size(), 3u);
  EXPECT_THAT(work.outcomes, Each("ConnectFailed"));
}

void says_nothing(RawSocket peer) {
  peer.receive_until("\r\n\r\n");
  peer.at_end();
}

TEST(LoadLoopTest, SilenceHasAnEnd) {
  RawServer server(says_nothing);
  net::LoadOptions options = with(1);
  options.silence_max = 20ms;
  Work work(1);
  run(server.port(), work, options);
  EXPECT_THAT(work.outcomes, ElementsAre("NoAnswerInTime"));
}

// The second connection hears that there are no more requests, while the first waits.
TEST(LoadLoopTest, WhatIsOwedWhenThereAreNoMoreRequestsIsWaitedForSoLong) {
  RawServer server(says_nothing);
  net::LoadOptions options = with(2);
  options.drain_max = 20ms;
  Work work(1);
  run(server.port(), work, options);
  EXPECT_THAT(work.outcomes, ElementsAre("UnansweredAtTheEnd"));
}

TEST(LoadLoopTest, StoppingWaitsForAnswersAndThenGivesThemUp) {
  RawServer server(says_nothing);
  net::LoadOptions options = with(1);
  options.stop_max = 10ms;
  Work work(1'000'000);
  net::LoadLoop loop(peer_at(server.port()), options, work);
  std::thread stopper([&] { loop.stop(); });
  loop.run();
  stopper.join();
  EXPECT_LE(work.outcomes.size(), 1u);
  EXPECT_THAT(work.outcomes, Each("UnansweredAtTheEnd"));
}

TEST(LoadLoopTest, ABodyLargerThanItsBlockAndTheSocketArrivesWhole) {
  const std::string block = "0123456789";
  constexpr std::uint64_t bytes = 5'000'003;
  std::string last;
  RawServer server([&](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    last = peer.receive_exactly(bytes).substr(bytes - 4);
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    peer.at_end();
  });
  Work work(1, "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000003\r\n\r\n");
  work.body = {block, 3, bytes};
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("200"));
  EXPECT_EQ(last, "2345");
}

TEST(LoadLoopTest, ARefusalBeforeTheBodyIsSentIsTheAnswer) {
  const std::string block(1'000'000, 'x');
  RawServer server([](RawSocket peer) {
    peer.receive_until("\r\n\r\n");
    peer.send("HTTP/1.1 503 Slow Down\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    peer.shutdown_send();
    peer.receive_all();
  });
  Work work(1, "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n");
  work.body = {block, 0, 50'000'000};
  run(server.port(), work);
  EXPECT_THAT(work.outcomes, ElementsAre("503"));
}

TEST(LoadLoopTest, SpeaksTls) {
  FakeService service;
  auto server = net::Server::start(tls_options(), service);
  ASSERT_TRUE(server);
  const net::Origin origin{"localhost", server.value().endpoint().port, true};
  auto peer = net::find_peer(origin, trusting().tls, 5s);
  ASSERT_TRUE(peer) << describe(peer.error());
  Work work(20);
  net::LoadLoop loop(std::move(peer.value()), with(3), work);
  loop.run();
  EXPECT_EQ(work.outcomes.size(), 20u);
  EXPECT_THAT(work.outcomes, Each("200"));
  const auto distrusted = net::find_peer(origin, trusting("stranger").tls, 5s);
  EXPECT_FALSE(distrusted);
}

}  // namespace
}  // namespace pail::testing
