#include "net/webhook.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <latch>

#include "tests/net/client_fixture.hpp"
#include "tests/net/raw_socket.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::testing {
namespace {

using namespace std::chrono_literals;

std::string url_of(const RawServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port()) + "/hook?a=1";
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(Webhook, PostsTheDocumentAsJson) {
  std::promise<std::string> heard;
  const RawServer server([&](RawSocket peer) {
    const std::string head = peer.receive_until("\r\n\r\n");
    heard.set_value(head + peer.receive_exactly(7));
    peer.send(ok);
  });
  const auto status = net::make_webhook(url_of(server))->post(R"({"a":1})");
  ASSERT_TRUE(status) << wire::describe(status.error());
  EXPECT_EQ(status.value(), 200U);
  const std::string request = heard.get_future().get();
  EXPECT_TRUE(request.starts_with("POST /hook?a=1 HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Content-Type: application/json\r\n"), std::string::npos) << request;
  EXPECT_NE(request.find("Content-Length: 7\r\n"), std::string::npos) << request;
  EXPECT_TRUE(request.ends_with(R"({"a":1})")) << request;
}

TEST(Webhook, KeepsItsConnection) {
  std::atomic<int> connections = 0;
  const RawServer server([&](RawSocket peer) {
    ++connections;
    for (int i = 0; i < 3; ++i) {
      peer.receive_until("{}");
      peer.send(ok);
    }
  });
  const auto webhook = net::make_webhook(url_of(server));
  for (int i = 0; i < 3; ++i) {
    const auto status = webhook->post("{}");
    ASSERT_TRUE(status) << i << wire::describe(status.error());
  }
  EXPECT_EQ(connections, 1);
}

TEST(Webhook, AnyStatusIsAnAnswer) {
  const RawServer server([](RawSocket peer) {
    peer.receive_until("{}");
    peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  const auto webhook = net::make_webhook(url_of(server));
  for (int i = 0; i < 2; ++i) {
    const auto status = webhook->post("{}");
    ASSERT_TRUE(status) << wire::describe(status.error());
    EXPECT_EQ(status.value(), 503U);
  }
}

TEST(Webhook, NobodyThereIsAFailure) {
  std::string url;
  {
    const RawServer gone([](RawSocket) {});
    url = url_of(gone);
  }
  EXPECT_EQ(phase_of(net::make_webhook(url)->post("{}")), "connect");
}

TEST(Webhook, HurryEndsThePostUnderWayAndShortensTheNext) {
  std::latch asked(1);
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  const RawServer server([&, ended](RawSocket peer) {
    peer.receive_until("{}");
    asked.count_down();
    ended.wait();
  });
  const auto webhook = net::make_webhook(url_of(server));
  auto first = std::async(std::launch::async, [&] { return phase_of(webhook->post("{}")); });
  asked.wait();
  webhook->hurry(20ms);
  EXPECT_EQ(first.get(), "wait");
  end.set_value();
}

TEST(Webhook, AnAnswerThatIsLateIsNone) {
  std::promise<void> end;
  const std::shared_future<void> ended = end.get_future().share();
  const RawServer server([ended](RawSocket peer) {
    peer.receive_until("{}");
    ended.wait();
  });
  const auto webhook = net::make_webhook(url_of(server));
  webhook->hurry(20ms);
  EXPECT_EQ(phase_of(webhook->post("{}")), "wait");
  end.set_value();
}

TEST(Webhook, HttpsIsSpokenToWhomTheMachineTrusts) {
  std::atomic<int> documents = 0;
  const RawServer server([&](RawSocket peer) {
    peer.accept_tls();
    peer.receive_until("{}");
    ++documents;
    peer.send(ok);
  });
  const std::string url = "https://localhost:" + std::to_string(server.port());
  EXPECT_EQ(phase_of(net::make_webhook(url)->post("{}")), "tls");
  ::setenv("SSL_CERT_FILE", fixture_path("tls/ca.crt").c_str(), 1);
  const auto status = net::make_webhook(url)->post("{}");
  ::unsetenv("SSL_CERT_FILE");
  ASSERT_TRUE(status) << wire::describe(status.error());
  EXPECT_EQ(status.value(), 200U);
  EXPECT_EQ(documents, 1);
}

TEST(Webhook, IsAnHttpUrl) {
  EXPECT_TRUE(net::check_webhook("http://localhost:8080/hook"));
  EXPECT_TRUE(net::check_webhook("https://localhost/hook"));
  for (const std::string url : {"localhost:8080", "ftp://a", "http://", ""}) {
    EXPECT_FALSE(net::check_webhook(url)) << url;
    EXPECT_THROW(net::make_webhook(url), std::invalid_argument) << url;
  }
}

}  // namespace
}  // namespace pail::testing
