// Large bodies that are taken on another thread while more of them is received.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Request;
using wire::Errc;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t body_bytes = 5 * 1024 * 1024;
// What comes together with the head is taken on the loop; it is less than this.
constexpr std::size_t aside_from = 64 * 1024;

struct Trace {
  std::atomic<std::size_t> at_once = 0;  // calls of write() that are under way
  std::atomic<std::size_t> at_once_max = 0;
  std::atomic<std::size_t> finishes = 0;
  std::atomic<std::thread::id> loop;
  std::atomic<std::thread::id> writer;
  std::promise<std::size_t> gone;  // the upload's end, and how many calls were under way then
};

class TracedUpload final : public net::Upload {
 public:
  using Judge = std::function<wire::Result<void>(std::size_t bytes)>;
  TracedUpload(Trace& trace, Judge judge) : trace_(trace), judge_(std::move(judge)) {}
  ~TracedUpload() override { trace_.gone.set_value(trace_.at_once); }

  wire::Result<void> write(wire::Bytes piece) override {
    trace_.at_once_max = std::max<std::size_t>(trace_.at_once_max, ++trace_.at_once);
    trace_.writer = std::this_thread::get_id();
    body_ += wire::as_text(piece);
    const Leave leave{trace_};
    return judge_(body_.size());
  }
  wire::Result<net::Reply> finish() override {
    ++trace_.finishes;
    return text_reply(body_ == PatternSource::text(body_bytes) ? "whole" : "something else");
  }

 private:
  struct Leave {
    Trace& trace;
    ~Leave() { --trace.at_once; }
  };
  Trace& trace_;
  Judge judge_;
  std::string body_;
};

class Aside : public ::testing::Test {
 protected:
  // PUTs are judged by `judge`, everything else is answered at once.
  void serve(TracedUpload::Judge judge, bool aside = true) {
    service_.on_begin = [this, judge = std::move(judge)](const Request& request) -> Begin {
      trace_.loop = std::this_thread::get_id();
      if (request.method != "PUT") return text_reply("quick");
      return std::make_unique<TracedUpload>(trace_, judge);
    };
    net::ServerOptions options = test_options();
    options.takes_aside = aside;
    server_.emplace(start(service_, options));
  }
  RawSocket connect() { return RawSocket::connect(server_->endpoint().port); }
  static void send_head(RawSocket& client) {
    client.send("PUT /large HTTP/1.1\r\nHost: s3\r\nContent-Length: " + std::to_string(body_bytes) +
                "\r\n\r\n");
  }
  std::size_t calls_at_the_end() {
    auto gone = trace_.gone.get_future();
    if (gone.wait_for(patience) != std::future_status::ready) return 99;
    return gone.get();
  }

  Trace trace_;
  FakeService service_;
  std::optional<net::Server> server_;
};

wire::Result<void> all_is_well(std::size_t /*bytes*/) {
  return wire::ok();
}

TEST_F(Aside, TakesPieceAfterPieceInTheirOrderOnAnotherThread) {
  serve(all_is_well);
  RawSocket client = connect();
  send_head(client);
  client.send(PatternSource::text(body_bytes));
  EXPECT_EQ(client.response().body, "whole");
  EXPECT_EQ(trace_.at_once_max, 1u);
  EXPECT_EQ(trace_.finishes, 1u);
  EXPECT_NE(trace_.writer.load(), trace_.loop.load());
  client.send("GET / HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(client.response().body, "quick") << "on the same connection";
}

TEST_F(Aside, StaysOnTheLoopWhereThereIsNoOtherProcessor) {
  serve(all_is_well, false);
  RawSocket client = connect();
  send_head(client);
  client.send(PatternSource::text(body_bytes));
  EXPECT_EQ(client.response().body, "whole");
  EXPECT_EQ(trace_.writer.load(), trace_.loop.load());
}

TEST_F(Aside, LetsTheLoopServeOthersWhileAPieceIsTaken) {
  std::promise<void> answered;
  const std::shared_future<void> others = answered.get_future().share();
  std::atomic<bool> in_time = true;
  serve([&](std::size_t bytes) -> wire::Result<void> {
    const bool waits = bytes > aside_from && bytes < body_bytes / 2;
    if (waits && others.wait_for(patience) != std::future_status::ready) {
      in_time = false;
    }
    return wire::ok();
  });
  RawSocket writer = connect();
  RawSocket reader = connect();
  send_head(writer);
  writer.send(PatternSource::text(body_bytes / 4));
  reader.send("GET / HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(reader.response().body, "quick");
  answered.set_value();
  writer.send(PatternSource::text(body_bytes).substr(body_bytes / 4));
  EXPECT_EQ(writer.response().body, "whole");
  EXPECT_TRUE(in_time);
}

TEST_F(Aside, TellsAnErrorOfAnyPieceAndNeverFinishes) {
  for (const std::size_t bad : {std::size_t{1}, body_bytes / 2, body_bytes}) {
    SCOPED_TRACE(bad);
    trace_.gone = {};
    serve([bad](std::size_t bytes) -> wire::Result<void> {
      if (bytes >= bad) return Errc::EntityTooLarge;
      return wire::ok();
    });
    RawSocket client = connect();
    send_head(client);
    client.try_send(PatternSource::text(body_bytes));
    EXPECT_EQ(client.response().body, "EntityTooLarge");
    EXPECT_EQ(calls_at_the_end(), 0u);
    EXPECT_EQ(trace_.finishes, 0u);
  }
}

TEST_F(Aside, AnswersForAnUploadThatThrows) {
  serve([](std::size_t bytes) -> wire::Result<void> {
    if (bytes > body_bytes / 2) throw std::runtime_error("of the test");
    return wire::ok();
  });
  RawSocket client = connect();
  send_head(client);
  client.try_send(PatternSource::text(body_bytes));
  EXPECT_EQ(client.response().body, "InternalError");
  EXPECT_EQ(trace_.finishes, 0u);
}

// What is being taken lies in memory of the session's.
TEST_F(Aside, WaitsForThePieceUnderWayWhenTheClientIsGone) {
  std::promise<void> begun;
  std::promise<void> cut;
  const std::shared_future<void> client_is_gone = cut.get_future().share();
  std::atomic<bool> first = true;
  serve([&](std::size_t bytes) -> wire::Result<void> {
    if (bytes > aside_from && first.exchange(false)) {
      begun.set_value();
      client_is_gone.wait_for(patience);
    }
    return wire::ok();
  });
  RawSocket client = connect();
  send_head(client);
  client.send(PatternSource::text(body_bytes / 4));
  ASSERT_EQ(begun.get_future().wait_for(patience), std::future_status::ready);
  client.reset();
  cut.set_value();
  EXPECT_EQ(calls_at_the_end(), 0u) << "no call was under way when the upload went";
  EXPECT_EQ(trace_.finishes, 0u);
}

}  // namespace
}  // namespace pail::testing
