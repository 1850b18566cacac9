// Exchanges that are carried badly on purpose, over real sockets: order and effect, never how long
// it took.
#include <gtest/gtest.h>

#include <cerrno>
#include <future>
#include <system_error>
#include <thread>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/net/server_mode.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;
using net::Begin;
using net::Carriage;
using net::Cut;
using net::Reply;
using net::Request;
using When = net::Cut::When;

constexpr std::string_view get = "GET /k HTTP/1.1\r\nHost: s3\r\n\r\n";
constexpr std::string_view head_request = "HEAD /k HTTP/1.1\r\nHost: s3\r\n\r\n";
constexpr std::string_view put =
    "PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 10\r\n\r\n0123456789";
constexpr std::string_view put_chunked =
    "PUT /k HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";

// Tells its carriage, remembers what came, and says when it is gone.
class ToldUpload final : public net::Upload {
 public:
  ToldUpload(const Carriage& told, std::promise<std::string>& end) : told_(told), end_(end) {}
  ~ToldUpload() override { end_.set_value(finished_ ? "finished " + body_ : "dropped " + body_); }
  wire::Result<void> write(wire::Bytes piece) override {
    body_ += wire::as_text(piece);
    return wire::ok();
  }
  wire::Result<Reply> finish() override {
    finished_ = true;
    return text_reply("stored");
  }
  const Carriage* carriage() const noexcept override { return &told_; }

 private:
  Carriage told_;
  std::promise<std::string>& end_;
  std::string body_;
  bool finished_ = false;
};

// Every test runs in each mode.
class ServerCarriageTest : public ::testing::TestWithParam<ServerMode> {
 protected:
  void SetUp() override {
    service_.blocks = GetParam().blocks;
    server_.emplace(start(service_, options_for(GetParam())));
  }
  RawSocket connect() { return connect_by(GetParam(), server_->endpoint().port); }
  // Answers are carried so; the answer to /next is not.
  void answer(std::function<Reply()> make, const Carriage& told) {
    service_.on_begin = [make = std::move(make), told](const Request& request) -> Begin {
      if (request.target == "/next") return text_reply("next");
      Reply reply = make();
      reply.carriage = std::make_unique<Carriage>(told);
      return reply;
    };
  }
  void answer_text(std::string text, const Carriage& told) {
    answer([text = std::move(text)] { return text_reply(text); }, told);
  }
  void answer_pattern(std::uint64_t size, const Carriage& told) {
    answer(
        [size] {
          Reply reply;
          reply.body = std::make_unique<PatternSource>(size);
          return reply;
        },
        told);
  }
  // Uploads are carried so; upload_end() tells what became of one.
  void take_uploads(const Carriage& told) {
    service_.on_begin = [this, told](const Request& request) -> Begin {
      if (request.target == "/next") return text_reply("next");
      return std::make_unique<ToldUpload>(told, upload_);
    };
  }
  std::string upload_end() {
    if (upload_end_.wait_for(10s) != std::future_status::ready) return "still there";
    return upload_end_.get();
  }
  static void expect_usable(RawSocket& client) {
    client.send("GET /next HTTP/1.1\r\nHost: s3\r\n\r\n");
    EXPECT_EQ(client.response().body, "next") << "the connection is out of step";
  }
  static void expect_reset(RawSocket& client) {
    try {
      const std::string rest = client.receive_all();
      ADD_FAILURE() << "ended by FIN, behind \"" << rest << "\"";
    } catch (const std::system_error& failure) {
      EXPECT_EQ(failure.code().value(), ECONNRESET);
    }
  }

  FakeService service_;
  std::promise<std::string> upload_;
  std::future<std::string> upload_end_ = upload_.get_future();
  std::optional<net::Server> server_;
};

INSTANTIATE_TEST_SUITE_P(, ServerCarriageTest, server_modes, mode_name);

TEST_P(ServerCarriageTest, DelayedAnswerIsTheSameAnswer) {
  answer_text("hello", {.delay = 5ms});
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().body, "hello");
  expect_usable(client);
}

TEST_P(ServerCarriageTest, OthersAreServedWhileOneIsDelayed) {
  answer_text("hello", {.delay = 1h});
  RawSocket delayed = connect();
  delayed.send(get);
  RawSocket other = connect();
  expect_usable(other);
}

TEST_P(ServerCarriageTest, DelayIsNotCutOffAsSilence) {
  net::ServerOptions options = options_for(GetParam());
  options.body_stall_max = 1ms;
  // A handshake takes longer than that.
  if (!GetParam().tls) options.idle_max = options.head_time_max = 1ms;
  options.tick = 1ms;
  answer_pattern(20, {.delay = 20ms, .stall = 20ms, .stall_after_bytes = 10});
  const net::Server impatient = start(service_, options);
  RawSocket client = connect_by(GetParam(), impatient.endpoint().port);
  client.send(get);
  EXPECT_EQ(client.response().body, PatternSource::text(20));
}

TEST_P(ServerCarriageTest, DelayEndsWithTheServer) {
  answer_text("hello", {.delay = 1h});
  RawSocket client = connect();
  client.send(get);
  while (service_.requests() == 0) std::this_thread::yield();
  server_->stop(10s);
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerCarriageTest, DelayEndsWithTheClient) {
  std::promise<void> gone;
  class Telling final : public net::Source {
   public:
    explicit Telling(std::promise<void>& gone) : gone_(gone) {}
    ~Telling() override { gone_.set_value(); }
    std::uint64_t size() const noexcept override { return 4; }
    wire::Result<wire::Bytes> next(std::size_t) override { return wire::as_bytes("body"); }

   private:
    std::promise<void>& gone_;
  };
  answer(
      [&] {
        Reply reply;
        reply.body = std::make_unique<Telling>(gone);
        return reply;
      },
      {.delay = 1h});
  RawSocket client = connect();
  client.send(get);
  while (service_.requests() == 0) std::this_thread::yield();
  client.close();
  EXPECT_EQ(gone.get_future().wait_for(10s), std::future_status::ready);
}

TEST_P(ServerCarriageTest, SlowAnswerComesWhole) {
  answer_pattern(50'000, {.down_bytes_per_second = 1'000'000});
  RawSocket client = connect();
  client.send(get);
  const RawResponse response = client.response();
  EXPECT_EQ(response.field("Content-Length"), "50000");
  EXPECT_TRUE(response.body == PatternSource::text(50'000));
  expect_usable(client);
}

// The second slice is hours away.
TEST_P(ServerCarriageTest, SlowAnswerComesInSlices) {
  answer_pattern(100, {.down_bytes_per_second = 1, .stall = 1h, .stall_after_bytes = 1});
  RawSocket client = connect();
  client.send(get);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive(), PatternSource::text(1));
}

TEST_P(ServerCarriageTest, StalledAnswerComesUpToTheStall) {
  answer_pattern(100, {.stall = 1h, .stall_after_bytes = 40});
  RawSocket client = connect();
  client.send(get);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_exactly(40), PatternSource::text(40));
  server_->stop(10s);
  EXPECT_TRUE(client.at_end()) << "the silence ends with the server";
}

TEST_P(ServerCarriageTest, StalledAnswerGoesOn) {
  answer_pattern(100, {.stall = 2ms, .stall_after_bytes = 40});
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().body, PatternSource::text(100));
  expect_usable(client);
}

TEST_P(ServerCarriageTest, CutBeforeTheAnswerByFin) {
  answer_text("hello", {.cut = Cut{When::before_response, 0, false}});
  RawSocket client = connect();
  client.send(get);
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerCarriageTest, CutBeforeTheAnswerByReset) {
  answer_text("hello", {.cut = Cut{When::before_response, 0, true}});
  RawSocket client = connect();
  client.send(get);
  expect_reset(client);
}

TEST_P(ServerCarriageTest, CutAnswerPromisesAllOfItsBody) {
  answer_pattern(3'000'000, {.cut = Cut{When::after_response_bytes, 100'000, false}});
  RawSocket client = connect();
  client.send(get);
  EXPECT_NE(client.receive_until("\r\n\r\n").find("Content-Length: 3000000\r\n"),
            std::string::npos);
  EXPECT_TRUE(client.receive_all() == PatternSource::text(100'000));
}

TEST_P(ServerCarriageTest, CutAnswerByReset) {
  answer_text("hello world", {.cut = Cut{When::after_response_bytes, 5, true}});
  RawSocket client = connect();
  client.send(get);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_exactly(5), "hello");
  expect_reset(client);
}

TEST_P(ServerCarriageTest, CutBehindTheHeadOfAnAnswerWithoutABody) {
  answer_text("hello", {.cut = Cut{When::after_response_bytes, 3, false}});
  RawSocket client = connect();
  client.send(head_request);
  EXPECT_EQ(client.response(true).field("Content-Length"), "5");
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerCarriageTest, CutBehindNotModified) {
  answer([] { return text_reply("", 304); }, {.cut = Cut{When::after_response_bytes, 3, false}});
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().status, 304);
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerCarriageTest, CutBehindMoreThanThereIsEndsBehindTheAnswer) {
  answer_text("hello", {.cut = Cut{When::after_response_bytes, 1000, false}});
  RawSocket client = connect();
  client.send(get);
  EXPECT_EQ(client.response().body, "hello");
  EXPECT_TRUE(client.at_end());
}

// A client that is still sending must see the end as told, not as an accident.
TEST_P(ServerCarriageTest, CutByFinWhileTheBodyIsUnread) {
  answer_text("refused", {.cut = Cut{When::before_response, 0, false}});
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_TRUE(client.try_send(std::string(1'000'000, 'x')));
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerCarriageTest, SlowUploadComesWhole) {
  take_uploads({.up_bytes_per_second = 1'000'000});
  RawSocket client = connect();
  const std::string body = PatternSource::text(50'000);
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 50000\r\n\r\n" + body);
  EXPECT_EQ(client.response().body, "stored");
  EXPECT_TRUE(upload_end() == "finished " + body);
  expect_usable(client);
}

TEST_P(ServerCarriageTest, SlowChunkedUploadComesWhole) {
  take_uploads({.up_bytes_per_second = 1600});
  RawSocket client = connect();
  client.send(put_chunked);
  EXPECT_EQ(client.response().body, "stored");
  EXPECT_EQ(upload_end(), "finished hello world");
  expect_usable(client);
}

TEST_P(ServerCarriageTest, SlowUploadIsAskedFor) {
  take_uploads({.up_bytes_per_second = 1600});
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_EQ(client.response().body, "stored");
  EXPECT_EQ(upload_end(), "finished hello");
}

TEST_P(ServerCarriageTest, SlowUploadEndsWithTheServer) {
  take_uploads({.up_bytes_per_second = 1});
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 100000\r\n\r\n" +
              std::string(100'000, 'x'));
  while (service_.requests() == 0) std::this_thread::yield();
  server_->stop(10s);
  EXPECT_EQ(upload_end().substr(0, 8), "dropped ");
}

TEST_P(ServerCarriageTest, CutUploadByFin) {
  take_uploads({.cut = Cut{When::after_request_bytes, 4, false}});
  RawSocket client = connect();
  client.send(put);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(upload_end(), "dropped 0123");
  EXPECT_EQ(service_.failures(), std::vector<std::string>{"IncompleteBody"});
}

TEST_P(ServerCarriageTest, CutUploadByReset) {
  take_uploads({.cut = Cut{When::after_request_bytes, 4, true}});
  RawSocket client = connect();
  client.send(put);
  expect_reset(client);
  EXPECT_EQ(upload_end(), "dropped 0123");
}

TEST_P(ServerCarriageTest, CutUploadThatIsStillComing) {
  take_uploads({.cut = Cut{When::after_request_bytes, 100'000, false}});
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 3000000\r\n\r\n");
  EXPECT_TRUE(client.try_send(std::string(3'000'000, 'x'))) << "no reset while it still sends";
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(upload_end().size(), std::string_view("dropped ").size() + 100'000);
}

TEST_P(ServerCarriageTest, CutChunkedUploadCountsItsFraming) {
  take_uploads({.cut = Cut{When::after_request_bytes, 5, false}});
  RawSocket client = connect();
  client.send(put_chunked);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(upload_end(), "dropped he");
}

TEST_P(ServerCarriageTest, CutBehindMoreThanTheBodyNeverFinishesIt) {
  take_uploads({.cut = Cut{When::after_request_bytes, 1000, false}});
  RawSocket client = connect();
  client.send(put);
  EXPECT_TRUE(client.at_end());
  EXPECT_EQ(upload_end(), "dropped 0123456789");
}

TEST_P(ServerCarriageTest, UploadCutAtItsStartIsAskedForAllTheSame) {
  take_uploads({.cut = Cut{When::after_request_bytes, 0, true}});
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(upload_end(), "dropped ");
}

TEST_P(ServerCarriageTest, ErrorsAreCarriedToo) {
  answer([] { return text_reply("SlowDown", 503); }, {.delay = 1ms, .down_bytes_per_second = 1000});
  RawSocket client = connect();
  client.send(get);
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "SlowDown");
  expect_usable(client);
}

}  // namespace
}  // namespace pail::testing
