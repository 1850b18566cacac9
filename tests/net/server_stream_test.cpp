// Large replies: streamed, in bounded memory, without starving others.
#include <gtest/gtest.h>

#include "tests/net/fake_service.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/net/server_mode.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Reply;
using net::Request;

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::string_view get_large = "GET /large HTTP/1.1\r\nHost: s3\r\n\r\n";
constexpr std::string_view get_small = "GET /small HTTP/1.1\r\nHost: s3\r\n\r\n";

class ServerStreamTest : public ::testing::TestWithParam<ServerMode> {
 protected:
  void SetUp() override {
    service_.blocks = GetParam().blocks;
    service_.on_begin = [this](const Request& request) {
      if (request.target != "/large") return Begin(text_reply("small"));
      Reply reply;
      reply.body = std::make_unique<PatternSource>(size_, &made_);
      return Begin(std::move(reply));
    };
    server_.emplace(start(service_, options_for(GetParam())));
  }
  std::uint16_t port() const { return server_->endpoint().port; }

  FakeService service_;
  std::uint64_t size_ = 64 * mebibyte;
  std::atomic<std::uint64_t> made_{0};
  std::optional<net::Server> server_;
};

INSTANTIATE_TEST_SUITE_P(, ServerStreamTest, server_modes, mode_name);

TEST_P(ServerStreamTest, SendsEveryByteInOrder) {
  RawSocket client = connect_by(GetParam(), port());
  client.send(get_large);
  const std::string head = client.receive_until("\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 67108864\r\n"), std::string::npos);
  std::uint64_t received = 0;
  while (received < size_) {
    const std::string piece = client.receive_exactly(std::min(mebibyte, size_ - received));
    for (const char c : piece) {
      ASSERT_EQ(c, PatternSource::at(received)) << "at byte " << received;
      ++received;
    }
  }
  client.send(get_small);
  EXPECT_EQ(client.response().body, "small");
}

// What the reader does not take is not made: only the kernel's buffers and one piece lie in
// between.
TEST_P(ServerStreamTest, SlowReaderHoldsTheSourceBack) {
  RawSocket slow = connect_narrow_by(GetParam(), port());
  slow.send(get_large);
  slow.receive_until("\r\n\r\n");
  RawSocket other = connect_by(GetParam(), port());
  for (int i = 0; i < 50; ++i) {
    other.send(get_small);
    EXPECT_EQ(other.response().body, "small");
  }
  EXPECT_LE(made_, 12 * mebibyte);
  EXPECT_EQ(slow.receive_exactly(1000), PatternSource::text(1000));
}

TEST_P(ServerStreamTest, ReaderThatLeavesEndsTheSource) {
  RawSocket client = connect_narrow_by(GetParam(), port());
  client.send(get_large);
  client.receive_until("\r\n\r\n");
  client.reset();
  RawSocket other = connect_by(GetParam(), port());
  other.send(get_small);
  EXPECT_EQ(other.response().body, "small");
}

class BrokenSource final : public net::Source {
 public:
  explicit BrokenSource(std::uint64_t good_bytes) : good_(good_bytes) {}
  std::uint64_t size() const noexcept override { return 1000; }
  wire::Result<wire::Bytes> next(std::size_t) override {
    if (done_ || good_.size() == 0) return wire::Errc::InternalError;
    done_ = true;
    return good_.next(1000);
  }

 private:
  PatternSource good_;
  bool done_ = false;
};

TEST_P(ServerStreamTest, SourceThatFailsAtOnceIsAnsweredAsAnError) {
  service_.on_begin = [](const Request&) {
    Reply reply;
    reply.body = std::make_unique<BrokenSource>(0);
    return Begin(std::move(reply));
  };
  RawSocket client = connect_by(GetParam(), port());
  client.send(get_large);
  const RawResponse response = client.response();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "InternalError");
}

TEST_P(ServerStreamTest, SourceThatFailsLaterCutsTheConnection) {
  service_.on_begin = [](const Request&) {
    Reply reply;
    reply.body = std::make_unique<BrokenSource>(10);
    return Begin(std::move(reply));
  };
  RawSocket client = connect_by(GetParam(), port());
  client.send(get_large);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_all(), PatternSource::text(10));
}

}  // namespace
}  // namespace pail::testing
