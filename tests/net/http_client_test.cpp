// The client against our own server: what a good connection does.
#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <set>

#include "tests/net/client_fixture.hpp"
#include "tests/net/fake_service.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::HttpRequest;
using net::Reply;
using net::Request;

constexpr std::uint64_t mebibyte = 1024 * 1024;

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClientTest() {
    service_.on_begin = [](const Request& request) -> Begin {
      if (request.has_body()) return echo_upload(request);
      return text_reply(std::string(request.method) + " " + std::string(request.target));
    };
  }

  FakeService service_;
  net::Server server_ = start(service_);
  TestClient client_{server_.endpoint().port};
};

TEST_F(HttpClientTest, FetchesWithBothBodiesInMemory) {
  const auto get = client_.fetch(request_of("GET", "/b/k?acl"));
  ASSERT_TRUE(get) << describe(get.error());
  EXPECT_EQ(get.value().status(), 200U);
  EXPECT_EQ(get.value().body, "GET /b/k?acl");
  const auto put = client_.fetch(request_of("PUT", "/b/k", "hello"));
  ASSERT_TRUE(put);
  EXPECT_EQ(put.value().body, "PUT /b/k hello");
}

TEST_F(HttpClientTest, AStatusIsNotAnError) {
  service_.on_begin = [](const Request&) { return Begin(text_reply("no such key", 404)); };
  const auto response = client_.fetch(request_of("GET", "/"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response.value().status(), 404U);
  EXPECT_EQ(response.value().body, "no such key");
}

TEST_F(HttpClientTest, SendsHostLengthAndTheCallersFields) {
  std::string seen;
  service_.on_begin = [&](const Request& request) -> Begin {
    seen.clear();
    for (const auto& [name, value] : request.headers) {
      seen += std::string(name) + "=" + std::string(value) + ";";
    }
    if (request.has_body()) return echo_upload(request);
    return text_reply("");
  };
  HttpRequest request = request_of("PUT", "/");
  request.fields.add("X-A", "1");
  const std::string host = "Host=127.0.0.1:" + std::to_string(client_.origin.port) + ";";
  ASSERT_TRUE(client_.fetch(request));
  EXPECT_EQ(seen, host + "Content-Length=0;X-A=1;");
  request.body = "abc";
  ASSERT_TRUE(client_.fetch(request));
  EXPECT_EQ(seen, host + "Content-Length=3;X-A=1;");
  request = request_of("GET", "/");
  request.fields.add("host", "signed.example");
  ASSERT_TRUE(client_.fetch(request));
  EXPECT_EQ(seen, "host=signed.example;");
}

TEST_F(HttpClientTest, ResponseFieldsOutliveTheConnectionsBuffer) {
  service_.on_begin = [](const Request& request) {
    Reply reply;
    reply.fields.add("X-Target", request.target);
    return Begin(std::move(reply));
  };
  auto first = client_.fetch(request_of("GET", "/first"));
  const auto second = client_.fetch(request_of("GET", "/second"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first.value().head.get("x-target"), "/first");
  const net::ResponseHead moved = std::move(first.value().head);
  EXPECT_EQ(moved.get("x-target"), "/first");
}

TEST_F(HttpClientTest, UsesOneConnectionForOneRequestAfterTheOther) {
  net::ServerOptions options = test_options();
  options.connections_max = 1;
  const net::Server narrow = start(service_, options);
  TestClient client(narrow.endpoint().port);
  for (int i = 0; i < 20; ++i) {
    const auto response = client.fetch(request_of("PUT", "/k", std::string(100, 'x')));
    ASSERT_TRUE(response);
    EXPECT_EQ(response.value().status(), 200U) << "a second connection gets 503";
  }
}

TEST_F(HttpClientTest, HeadHasNoBodyAndKeepsTheConnection) {
  service_.on_begin = [](const Request& request) {
    Reply reply;
    if (request.method == "HEAD") reply.head_length = 1'000'000;
    return Begin(std::move(reply));
  };
  const auto head = client_.fetch(request_of("HEAD", "/k"));
  ASSERT_TRUE(head);
  EXPECT_EQ(head.value().head.get("Content-Length"), "1000000");
  EXPECT_EQ(head.value().body, "");
  EXPECT_TRUE(client_.fetch(request_of("GET", "/k")));
}

TEST_F(HttpClientTest, BodilessStatusesKeepTheConnection) {
  for (const unsigned status : {204U, 304U}) {
    service_.on_begin = [&](const Request&) { return Begin(text_reply("", status)); };
    const auto response = client_.fetch(request_of("DELETE", "/k"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response.value().status(), status);
  }
}

TEST_F(HttpClientTest, StreamsALargeBodyIntoASink) {
  service_.on_begin = [](const Request&) {
    Reply reply;
    reply.body = std::make_unique<PatternSource>(32 * mebibyte);
    return Begin(std::move(reply));
  };
  RecordingSink sink;
  const auto head = client_.exchange(request_of("GET", "/large"), nullptr, sink);
  ASSERT_TRUE(head) << describe(head.error());
  EXPECT_EQ(sink.status, 200U);
  EXPECT_TRUE(sink.text == PatternSource::text(32 * mebibyte));
}

TEST_F(HttpClientTest, StreamsALargeBodyFromASource) {
  std::string received;
  service_.on_begin = [&](const Request&) {
    return std::make_unique<TextUpload>([&](std::string text) -> wire::Result<Reply> {
      received = std::move(text);
      return text_reply("stored");
    });
  };
  for (const bool expect_continue : {false, true}) {
    SCOPED_TRACE(expect_continue);
    HttpRequest request = request_of("PUT", "/large");
    request.expect_continue = expect_continue;
    PatternSource source(32 * mebibyte + 7);
    RecordingSink sink;
    const auto head = client_.exchange(request, &source, sink);
    ASSERT_TRUE(head) << describe(head.error());
    EXPECT_EQ(sink.text, "stored");
    EXPECT_TRUE(received == PatternSource::text(32 * mebibyte + 7));
  }
}

TEST_F(HttpClientTest, EmptySourceIsAnEmptyBody) {
  PatternSource source(0);
  RecordingSink sink;
  ASSERT_TRUE(client_.exchange(request_of("PUT", "/k"), &source, sink));
  EXPECT_EQ(sink.text, "PUT /k");
}

TEST_F(HttpClientTest, RefusalComesBeforeTheBodyIsSent) {
  service_.on_begin = [](const Request&) { return Begin(text_reply("denied", 403)); };
  for (const bool expect_continue : {false, true}) {
    SCOPED_TRACE(expect_continue);
    HttpRequest request = request_of("PUT", "/large");
    request.expect_continue = expect_continue;
    std::atomic<std::uint64_t> made{0};
    PatternSource source(512 * mebibyte, &made);
    RecordingSink sink;
    const auto head = client_.exchange(request, &source, sink);
    ASSERT_TRUE(head) << describe(head.error());
    EXPECT_EQ(head.value().status(), 403U);
    EXPECT_EQ(sink.text, "denied");
    if (expect_continue) {
      EXPECT_EQ(made, 0U);
    } else {
      EXPECT_LT(made, source.size());
    }
    EXPECT_EQ(client_.fetch(request_of("GET", "/")).value().status(), 403U)
        << "the next request needs a connection that is in step";
  }
}

TEST_F(HttpClientTest, SinkThatFailsEndsTheExchangeWithItsError) {
  class FullSink final : public net::ResponseSink {
    wire::Result<void> head(const net::ResponseHead&) override { return wire::ok(); }
    wire::Result<void> write(wire::Bytes) override { return wire::Errc::EntityTooLarge; }
  } sink;
  const auto head = client_.exchange(request_of("GET", "/"), nullptr, sink);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().code(), wire::Errc::EntityTooLarge);
  EXPECT_TRUE(client_.fetch(request_of("GET", "/")));
}

TEST_F(HttpClientTest, SourceThatFailsEndsTheExchangeWithItsError) {
  class BrokenSource final : public net::Source {
    std::uint64_t size() const noexcept override { return 10; }
    wire::Result<wire::Bytes> next(std::size_t) override { return wire::Errc::BadDigest; }
  } source;
  RecordingSink sink;
  const auto head = client_.exchange(request_of("PUT", "/"), &source, sink);
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().code(), wire::Errc::BadDigest);
}

TEST_F(HttpClientTest, FetchLimitsWhatItHolds) {
  net::HttpClientOptions options;
  options.body_bytes_max = 5;
  TestClient client(server_.endpoint().port, options);
  EXPECT_TRUE(client.fetch(request_of("GET", "/")));
  const auto large = client.fetch(request_of("GET", "/k"));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code(), wire::Errc::EntityTooLarge);
}

TEST_F(HttpClientTest, RefusesToForgeASecondRequest) {
  for (const std::string target : {"/ HTTP/1.1\r\nX: y", "/a b", "", "/\x7f"}) {
    const auto response = client_.fetch(request_of("GET", target));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code(), wire::Errc::InvalidArgument);
  }
}

boost::asio::awaitable<void> fetch_into(TestClient& client, std::string target,
                                        std::multiset<std::string>& bodies) {
  const HttpRequest request = request_of("GET", std::move(target));
  const auto response = co_await client.client.fetch(client.origin, request);
  bodies.insert(response ? response.value().body : describe(response.error()));
}

// Those that find all connections in use wait in line; a second wave finds the places free again.
TEST_F(HttpClientTest, ManyRequestsAtOnceShareFewConnections) {
  net::ServerOptions options = test_options();
  options.connections_max = 3;
  const net::Server narrow = start(service_, options);
  net::HttpClientOptions limits;
  limits.connections_per_origin_max = 3;
  TestClient client(narrow.endpoint().port, limits);
  for (int wave = 0; wave < 2; ++wave) {
    std::multiset<std::string> bodies;
    std::multiset<std::string> expected;
    for (int i = 0; i < 50; ++i) {
      const std::string target = "/" + std::to_string(i);
      boost::asio::co_spawn(client.context, fetch_into(client, target, bodies),
                            boost::asio::detached);
      expected.insert("GET " + target);
    }
    client.context.restart();
    client.context.run_for(std::chrono::seconds(10));
    EXPECT_EQ(bodies, expected) << "wave " << wave;
  }
}

TEST_F(HttpClientTest, LocalhostAndItsSubdomainsNeedNoResolver) {
  for (const std::string host : {"localhost", "LOCALHOST", "bucket.localhost"}) {
    client_.origin.host = host;
    const auto response = client_.fetch(request_of("GET", "/"));
    EXPECT_TRUE(response) << host;
  }
}

}  // namespace
}  // namespace pail::testing
