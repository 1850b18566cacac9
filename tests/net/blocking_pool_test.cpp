// Which calls leave the loop's thread, and what that costs a server without any.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <sstream>
#include <thread>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Request;

std::ptrdiff_t threads_of_this_process() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

// Blocks for /slow alone, and answers with the thread that it ran on.
class PickyService final : public FakeService {
 public:
  PickyService() {
    on_begin = [](const Request&) {
      std::ostringstream thread;
      thread << std::this_thread::get_id();
      return Begin(text_reply(thread.str()));
    };
  }
  bool may_block(const Request& request) const noexcept override {
    return request.target == "/slow";
  }
};

std::string thread_of(RawSocket& client, const std::string& target) {
  client.send("GET " + target + " HTTP/1.1\r\nHost: s3\r\n\r\n");
  return client.response().body;
}

TEST(BlockingPool, StartsNoThreadUntilACallMayBlock) {
  PickyService service;
  const net::Server server = start(service);
  const auto before = threads_of_this_process();
  RawSocket client = RawSocket::connect(server.endpoint().port);
  thread_of(client, "/quick");
  EXPECT_EQ(threads_of_this_process(), before);
  thread_of(client, "/slow");
  EXPECT_GT(threads_of_this_process(), before);
}

TEST(BlockingPool, TakesOnlyTheExchangesThatMayBlock) {
  PickyService service;
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  const std::string loop = thread_of(client, "/quick");
  EXPECT_NE(thread_of(client, "/slow"), loop);
  EXPECT_EQ(thread_of(client, "/quick"), loop) << "on the same connection";
}

constexpr std::chrono::seconds patience{10};

// Once said, for whoever waits for it.
class Word {
 public:
  void say() { said_.set_value(); }
  bool heard() const { return hearing_.wait_for(patience) == std::future_status::ready; }

 private:
  std::promise<void> said_;
  std::shared_future<void> hearing_ = said_.get_future().share();
};

// PUTs go to the pool, where one that has come so far holds until a GET holds the loop; which goes
// on when the PUT is finished. So a PUT that needs the loop in between runs into everybody's
// patience.
class LoopHolder final : public FakeService {
 public:
  explicit LoopHolder(std::size_t hold_at) {
    on_begin = [this, hold_at](const Request& request) -> Begin {
      if (request.method == "PUT") return std::make_unique<Holding>(*this, hold_at);
      loop_is_held_.say();
      finished_in_time = finished_.heard();
      return text_reply("");
    };
  }
  bool may_block(const Request& request) const noexcept override { return request.method == "PUT"; }
  bool is_reached() const { return reached_.heard(); }

  std::atomic<bool> finished_in_time = false;

 private:
  class Holding final : public net::Upload {
   public:
    Holding(LoopHolder& service, std::size_t hold_at) : service_(service), hold_at_(hold_at) {
      hold();
    }
    wire::Result<void> write(wire::Bytes piece) override {
      body_ += wire::as_text(piece);
      hold();
      return wire::ok();
    }
    wire::Result<net::Reply> finish() override {
      service_.finished_.say();
      return text_reply(std::move(body_));
    }

   private:
    void hold() {
      if (body_.size() != hold_at_) return;
      service_.reached_.say();
      service_.loop_is_held_.heard();
    }
    LoopHolder& service_;
    const std::size_t hold_at_;
    std::string body_;
  };

  Word reached_, loop_is_held_, finished_;
};

// A GET takes the loop away from a PUT that has come as far as it may: both are answered when the
// PUT has no more use for the loop.
void expect_one_call(LoopHolder& service, RawSocket& writer, RawSocket& reader,
                     std::string_view body) {
  ASSERT_TRUE(service.is_reached());
  reader.send("GET / HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(reader.response().status, 200);
  EXPECT_EQ(writer.response().body, body);
  EXPECT_TRUE(service.finished_in_time);
}

TEST(BlockingPool, TakesASmallUploadInOneCall) {
  LoopHolder service(0);
  const net::Server server = start(service);
  RawSocket writer = RawSocket::connect(server.endpoint().port);
  RawSocket reader = RawSocket::connect(server.endpoint().port);
  writer.send("PUT / HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\n\r\nhello");
  expect_one_call(service, writer, reader, "hello");
}

TEST(BlockingPool, TakesTheEndOfAnUploadTogetherWithItsLastBytes) {
  LoopHolder service(10);
  const net::Server server = start(service);
  RawSocket writer = RawSocket::connect(server.endpoint().port);
  RawSocket reader = RawSocket::connect(server.endpoint().port);
  writer.send("PUT / HTTP/1.1\r\nHost: s3\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
  EXPECT_EQ(writer.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  writer.send("hello");
  writer.send("again");
  expect_one_call(service, writer, reader, "helloagain");
}

// Says of each piece on which thread it was asked for; every second one is not at hand.
class HalfAtHand final : public net::Source {
 public:
  std::uint64_t size() const noexcept override { return 4; }
  wire::Result<wire::Bytes> next(std::size_t) override { return piece(); }
  std::optional<wire::Result<wire::Bytes>> next_at_once(std::size_t) override {
    if (at_ % 2 == 1) return std::nullopt;
    return piece();
  }

 private:
  wire::Result<wire::Bytes> piece() {
    ++at_;
    text_ = std::this_thread::get_id() == made_on_ ? "l" : "p";
    return wire::as_bytes(text_);
  }
  const std::thread::id made_on_ = std::this_thread::get_id();
  int at_ = 0;
  std::string text_;
};

TEST(BlockingPool, ReadsOnlyWhatASourceHasNotAtHand) {
  FakeService service;
  service.on_begin = [](const Request&) -> Begin {
    net::Reply reply;
    reply.body = std::make_unique<HalfAtHand>();
    return reply;
  };
  const net::Server server = start(service);
  RawSocket client = RawSocket::connect(server.endpoint().port);
  client.send("GET / HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(client.response().body, "lplp");
}

}  // namespace
}  // namespace pail::testing
