// Request bodies: how they come in, and what becomes of those nobody wants.
#include <gtest/gtest.h>

#include <future>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/net/server_mode.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Reply;
using net::Request;
using wire::Errc;

constexpr std::size_t mebibyte = 1024 * 1024;

// Says when an Upload is gone.
class WatchedUpload final : public net::Upload {
 public:
  explicit WatchedUpload(std::promise<bool>& finished) : finished_(finished) {}
  ~WatchedUpload() override { finished_.set_value(is_finished_); }
  wire::Result<void> write(wire::Bytes) override { return wire::ok(); }
  wire::Result<Reply> finish() override {
    is_finished_ = true;
    return text_reply("stored");
  }

 private:
  std::promise<bool>& finished_;
  bool is_finished_ = false;
};

// Every test runs in each mode.
class ServerBodyTest : public ::testing::TestWithParam<ServerMode> {
 protected:
  void SetUp() override {
    service_.blocks = GetParam().blocks;
    service_.on_begin = [](const Request& request) -> Begin {
      if (request.method == "PUT") return echo_upload(request);
      return text_reply(std::string(request.target));
    };
    server_.emplace(start(service_, options_for(GetParam())));
  }
  RawSocket connect() { return connect_by(GetParam(), server_->endpoint().port); }
  void keep_puts_in(std::string& received) {
    service_.on_begin = [&](const Request& request) -> Begin {
      if (request.method != "PUT") return text_reply(std::string(request.target));
      return std::make_unique<TextUpload>([&](std::string text) -> wire::Result<Reply> {
        received = std::move(text);
        return text_reply("stored");
      });
    };
  }
  void expect_usable(RawSocket& client) {
    client.send("GET /next HTTP/1.1\r\nHost: s3\r\n\r\n");
    EXPECT_EQ(client.response().body, "/next") << "the connection is out of step";
  }

  FakeService service_;
  std::optional<net::Server> server_;
};

INSTANTIATE_TEST_SUITE_P(, ServerBodyTest, server_modes, mode_name);

TEST_P(ServerBodyTest, TakesABodyByItsLength) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(client.response().body, "PUT /k hello");
  expect_usable(client);
}

TEST_P(ServerBodyTest, TakesABodyThatComesLater) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\n\r\n");
  for (const char c : std::string_view("hello")) client.send({&c, 1});
  EXPECT_EQ(client.response().body, "PUT /k hello");
  expect_usable(client);
}

TEST_P(ServerBodyTest, TakesAnEmptyBody) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(client.response().body, "PUT /k ");
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(client.response().body, "PUT /k ");
}

TEST_P(ServerBodyTest, PipelinedBodiesStayApart) {
  RawSocket client = connect();
  std::string all;
  for (const std::string body : {"one", "two", "three"}) {
    all += "PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }
  client.send(all);
  for (const std::string body : {"one", "two", "three"}) {
    EXPECT_EQ(client.response().body, "PUT /k " + body);
  }
}

TEST_P(ServerBodyTest, DecodesChunks) {
  const std::string request =
      "PUT /k HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nhello\r\n1;extension=1\r\n,\r\nA\r\n 123456789\r\n0\r\nTrailer: x\r\n\r\n";
  RawSocket client = connect();
  client.send(request);
  EXPECT_EQ(client.response().body, "PUT /k hello, 123456789");
  for (const char c : request) client.send({&c, 1});
  EXPECT_EQ(client.response().body, "PUT /k hello, 123456789");
  expect_usable(client);
}

// 32 MiB in the test's memory, not in the server's.
TEST_P(ServerBodyTest, TakesALargeBodyWhole) {
  const std::string body = PatternSource::text(32 * mebibyte + 1);
  std::string received;
  keep_puts_in(received);
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\n\r\n");
  client.send(body);
  EXPECT_EQ(client.response().body, "stored");
  EXPECT_TRUE(received == body);  // not EXPECT_EQ: nobody wants to read 32 MiB
  expect_usable(client);
}

TEST_P(ServerBodyTest, TakesLargeChunksWhole) {
  const std::string body = PatternSource::text(3 * mebibyte);
  std::string received;
  keep_puts_in(received);
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (std::size_t chunk = 0; chunk < 3; ++chunk) {
    client.send("100000\r\n" + body.substr(chunk * mebibyte, mebibyte) + "\r\n");
  }
  client.send("0\r\n\r\nGET /pipelined HTTP/1.1\r\nHost: s3\r\n\r\n");
  EXPECT_EQ(client.response().body, "stored");
  EXPECT_TRUE(received == body);
  EXPECT_EQ(client.response().body, "/pipelined") << "read too far into the connection";
}

TEST_P(ServerBodyTest, BrokenChunksAreABadRequest) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body, "BadRequest");
  EXPECT_TRUE(client.at_end()) << "no telling where the next request would start";
}

TEST_P(ServerBodyTest, AsksForTheBodyOnlyWhenItIsWanted) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_EQ(client.response().body, "PUT /k hello");
  expect_usable(client);
}

TEST_P(ServerBodyTest, AsksForAnEmptyBodySinceBotocoreWaitsForIt) {
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.response().body, "PUT /k ");
  expect_usable(client);
}

TEST_P(ServerBodyTest, DoesNotAskForABodyThatIsAlreadyHere) {
  RawSocket client = connect();
  client.send(
      "PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
  EXPECT_EQ(client.response().status, 200);
}

TEST_P(ServerBodyTest, RefusalComesInsteadOfTheContinue) {
  service_.on_begin = [](const Request&) { return Begin(text_reply("denied", 403)); };
  RawSocket client = connect();
  client.send(
      "PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 8388608\r\nExpect: 100-continue\r\n\r\n");
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 403);
  // The client may send the body all the same: only the end of the connection settles it.
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.try_send(std::string(8 * mebibyte, 'x'))) << "no reset while it still sends";
  EXPECT_TRUE(client.at_end());
}

// botocore takes the status of the refusal for its next answer on the same connection.
TEST_P(ServerBodyTest, RefusalOfAnEmptyBodyThatWaitsEndsTheConnection) {
  service_.on_begin = [](const Request&) { return Begin(text_reply("denied", 403)); };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerBodyTest, SmallUnwantedBodyKeepsTheConnection) {
  RawSocket client = connect();
  client.send("GET /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 60000\r\n\r\n");
  EXPECT_EQ(client.response().body, "/k") << "the reply does not wait for the body";
  client.send(std::string(60'000, 'x'));
  expect_usable(client);
}

// A client that sends all before it reads must find the refusal, not a reset.
TEST_P(ServerBodyTest, LargeUnwantedBodyStillGetsTheReply) {
  service_.on_begin = [](const Request&) { return Begin(text_reply("denied", 403)); };
  RawSocket client = connect();
  const std::string body(64 * mebibyte, 'x');
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\n\r\n");
  EXPECT_TRUE(client.try_send(body));
  const RawResponse response = client.response();
  EXPECT_EQ(response.body, "denied");
  EXPECT_EQ(response.field("Connection"), "close");
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerBodyTest, UploadThatRefusesEndsTheExchange) {
  class Refusing final : public net::Upload {
    wire::Result<void> write(wire::Bytes) override { return Errc::EntityTooLarge; }
    wire::Result<Reply> finish() override { return text_reply("never"); }
  };
  service_.on_begin = [](const Request&) { return std::make_unique<Refusing>(); };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_EQ(client.response().body, "EntityTooLarge");
}

TEST_P(ServerBodyTest, FinishThatFailsIsAnswered) {
  service_.on_begin = [](const Request&) {
    return std::make_unique<TextUpload>(
        [](const std::string&) -> wire::Result<Reply> { return Errc::BadDigest; });
  };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 3\r\n\r\nabc");
  const RawResponse response = client.response();
  EXPECT_EQ(response.body, "BadDigest");
  EXPECT_EQ(response.field("Connection"), "(absent)");
}

TEST_P(ServerBodyTest, UploadThatThrowsIsAnInternalError) {
  service_.on_begin = [](const Request&) {
    return std::make_unique<TextUpload>(
        [](const std::string&) -> wire::Result<Reply> { throw std::runtime_error("broken"); });
  };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(client.response().body, "InternalError");
  EXPECT_TRUE(client.at_end());
}

TEST_P(ServerBodyTest, BodyCutShortLeavesNoTrace) {
  std::promise<bool> finished;
  service_.on_begin = [&](const Request&) { return std::make_unique<WatchedUpload>(finished); };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 100\r\n\r\nabc");
  client.shutdown_send();
  EXPECT_EQ(client.response().body, "IncompleteBody");
  EXPECT_FALSE(finished.get_future().get());
  EXPECT_EQ(service_.failures(), std::vector<std::string>{"IncompleteBody"});
}

// A reply may take long to send; what the upload holds should not wait for that.
TEST_P(ServerBodyTest, UploadIsGoneBeforeItsReplyIsSent) {
  std::promise<bool> finished;
  class Checking final : public net::Source {
   public:
    explicit Checking(std::promise<bool>& upload_end) : upload_end_(upload_end.get_future()) {}
    std::uint64_t size() const noexcept override { return 4; }
    wire::Result<wire::Bytes> next(std::size_t) override {
      const auto state = upload_end_.wait_for(std::chrono::seconds(0));
      return wire::as_bytes(state == std::future_status::ready ? "gone" : "here");
    }

   private:
    std::future<bool> upload_end_;
  };
  class Replying final : public net::Upload {
   public:
    explicit Replying(std::promise<bool>& ended) : watched_(ended), ended_(ended) {}
    wire::Result<void> write(wire::Bytes) override { return wire::ok(); }
    wire::Result<Reply> finish() override {
      Reply reply;
      reply.body = std::make_unique<Checking>(ended_);
      return reply;
    }

   private:
    WatchedUpload watched_;
    std::promise<bool>& ended_;
  };
  service_.on_begin = [&](const Request&) { return std::make_unique<Replying>(finished); };
  RawSocket client = connect();
  client.send("PUT /k HTTP/1.1\r\nHost: s3\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(client.response().body, "gone");
}

}  // namespace
}  // namespace pail::testing
