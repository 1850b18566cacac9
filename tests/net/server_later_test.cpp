// Replies that are promised, and given when somebody says so.
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>
#include <thread>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/net/server_mode.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::Begin;
using net::Reply;
using net::Request;

constexpr std::string_view get_later = "GET /later HTTP/1.1\r\nHost: s3\r\n\r\n";
constexpr std::string_view get_now = "GET /now HTTP/1.1\r\nHost: s3\r\n\r\n";

// What a test knows of one promise.
struct Promise {
  std::promise<std::function<void()>> started;
  std::promise<bool> ended;  // whether it was taken
  std::chrono::milliseconds patience = 1h;
  bool ready_at_once = false;
  std::function<Reply()> on_take = [] { return text_reply("kept"); };
};

class PromisedReply final : public net::Later {
 public:
  explicit PromisedReply(Promise& promise) : promise_(promise) {}
  ~PromisedReply() override { promise_.ended.set_value(taken_); }
  void start(std::function<void()> ready) override {
    if (promise_.ready_at_once) ready();
    promise_.started.set_value(std::move(ready));
  }
  std::chrono::milliseconds patience() const override { return promise_.patience; }
  Reply take() override {
    taken_ = true;
    return promise_.on_take();
  }

 private:
  Promise& promise_;
  bool taken_ = false;
};

Reply reply_later(Promise& promise) {
  Reply reply;
  reply.later = std::make_unique<PromisedReply>(promise);
  return reply;
}

class ServerLater : public ::testing::TestWithParam<ServerMode> {
 protected:
  ServerLater() {
    service_.blocks = GetParam().blocks;
    service_.on_begin = [this](const Request& request) {
      if (request.target == "/later") return Begin(reply_later(promise_));
      return Begin(text_reply("now"));
    };
  }
  RawSocket connect() { return connect_by(GetParam(), server_.endpoint().port); }
  std::function<void()> started() { return started_.get(); }
  bool was_taken() {
    if (ended_.wait_for(10s) != std::future_status::ready) throw std::runtime_error("not ended");
    return ended_.get();
  }

  Promise promise_;
  std::future<std::function<void()>> started_ = promise_.started.get_future();
  std::future<bool> ended_ = promise_.ended.get_future();
  FakeService service_;
  net::Server server_ = start(service_, options_for(GetParam()));
};

INSTANTIATE_TEST_SUITE_P(, ServerLater, server_modes, mode_name);

TEST_P(ServerLater, IsGivenWhenItIsReadyAndTheConnectionGoesOn) {
  RawSocket client = connect();
  client.send(get_later);
  const auto ready = started();
  RawSocket other = connect();
  other.send(get_now);
  EXPECT_EQ(other.response().body, "now") << "whoever waits holds no thread";
  std::thread(ready).join();
  EXPECT_EQ(client.response().body, "kept");
  client.send(get_now);
  EXPECT_EQ(client.response().body, "now");
  EXPECT_TRUE(was_taken());
}

TEST_P(ServerLater, MayBeReadyBeforeStartReturns) {
  promise_.ready_at_once = true;
  RawSocket client = connect();
  client.send(get_later);
  EXPECT_EQ(client.response().body, "kept");
}

TEST_P(ServerLater, IsTakenWhenPatienceIsOver) {
  promise_.patience = 1ms;
  RawSocket client = connect();
  client.send(get_later);
  EXPECT_EQ(client.response().body, "kept");
  started()();  // too late, and harmless
  client.send(get_now);
  EXPECT_EQ(client.response().body, "now");
}

TEST_P(ServerLater, PatienceMayBeEndless) {
  promise_.patience = std::chrono::milliseconds::max();
  RawSocket client = connect();
  client.send(get_later);
  started()();
  EXPECT_EQ(client.response().body, "kept");
}

TEST_P(ServerLater, EndsUntakenWhenTheClientCloses) {
  RawSocket client = connect();
  client.send(get_later);
  const auto ready = started();
  client.close();
  EXPECT_FALSE(was_taken());
  ready();  // nobody listens any more
}

TEST_P(ServerLater, EndsUntakenWhenTheClientResets) {
  RawSocket client = connect();
  client.send(get_later);
  started();
  client.reset();
  EXPECT_FALSE(was_taken());
}

TEST_P(ServerLater, EndsUntakenWhenTheServerStops) {
  RawSocket client = connect();
  client.send(get_later);
  const auto ready = started();
  server_.stop(1h);
  EXPECT_FALSE(was_taken());
  EXPECT_TRUE(client.at_end());
  ready();
}

TEST_P(ServerLater, StopsEvenBehindBytesOfTheNextRequest) {
  RawSocket client = connect();
  client.send(std::string(get_later) + std::string(get_now));
  started();
  server_.stop(1h);
  EXPECT_FALSE(was_taken());
}

TEST_P(ServerLater, RequestsSentMeanwhileAreServedInOrder) {
  RawSocket client = connect();
  client.send(get_later);
  const auto ready = started();
  client.send(get_now);
  ready();
  EXPECT_EQ(client.response().body, "kept");
  EXPECT_EQ(client.response().body, "now");
}

TEST_P(ServerLater, MayBeWhatAnUploadEndsWith) {
  service_.on_begin = [this](const Request&) -> Begin {
    return std::make_unique<TextUpload>([this](const std::string& body) {
      promise_.on_take = [body] { return text_reply(body); };
      return wire::Result<Reply>(reply_later(promise_));
    });
  };
  RawSocket client = connect();
  client.send("POST /wait HTTP/1.1\r\nHost: s3\r\nContent-Length: 4\r\n\r\nbody");
  started()();
  EXPECT_EQ(client.response().body, "body");
}

TEST_P(ServerLater, PromisingAnotherPromiseIsAnInternalError) {
  Promise second;
  promise_.on_take = [&second] { return reply_later(second); };
  promise_.ready_at_once = true;
  RawSocket client = connect();
  client.send(get_later);
  EXPECT_EQ(client.response().status, 500);
}

TEST_P(ServerLater, ThrowingAnswersInternalError) {
  promise_.on_take = []() -> Reply { throw std::runtime_error("broken"); };
  promise_.ready_at_once = true;
  RawSocket client = connect();
  client.send(get_later);
  EXPECT_EQ(client.response().status, 500);
  EXPECT_TRUE(client.at_end());
}

// Callers and sessions end at the same moment: nothing is touched that is gone (asan, tsan).
TEST_P(ServerLater, CallersMayRaceWithClientsThatLeave) {
  struct Racing final : net::Later {
    ~Racing() override { caller.join(); }
    void start(std::function<void()> ready) override { caller = std::thread(std::move(ready)); }
    std::chrono::milliseconds patience() const override { return 1h; }
    Reply take() override { return text_reply("kept"); }
    std::thread caller;
  };
  service_.on_begin = [](const Request& request) {
    Reply reply = text_reply("now");
    if (request.target == "/later") reply.later = std::make_unique<Racing>();
    return Begin(std::move(reply));
  };
  for (int i = 0; i < 50; ++i) {
    RawSocket client = connect();
    client.send(get_later);
    client.reset();
  }
  RawSocket other = connect();
  other.send(get_now);
  EXPECT_EQ(other.response().body, "now");
}

}  // namespace
}  // namespace pail::testing
