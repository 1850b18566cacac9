// The way through an HTTP proxy: whole URLs for http, a tunnel for https, and who is asked
// directly.
#include "net/proxy.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "tests/net/raw_socket.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {
namespace {

const net::Origin http_proxy{"proxy.example", 3128, false};
const net::Origin https_proxy{"tunnel.example", 8080, false};

net::ProxyOptions both() {
  net::ProxyOptions options;
  options.http = http_proxy;
  options.https = https_proxy;
  options.http_authorization = "Basic aHR0cA==";
  options.https_authorization = "Basic aHR0cHM=";
  return options;
}

TEST(Way, EachSchemeHasItsProxy) {
  const net::Way http = net::way_to({"a.example", 80, false}, both());
  EXPECT_TRUE(http.proxied);
  EXPECT_EQ(http.first, http_proxy);
  EXPECT_EQ(http.authorization, "Basic aHR0cA==");
  const net::Way https = net::way_to({"a.example", 443, true}, both());
  EXPECT_TRUE(https.proxied);
  EXPECT_EQ(https.first, https_proxy);
  EXPECT_EQ(https.authorization, "Basic aHR0cHM=");
  const net::Origin origin{"a.example", 80, false};
  EXPECT_FALSE(net::way_to(origin, {}).proxied);
  EXPECT_EQ(net::way_to(origin, {}).first, origin);
}

TEST(Way, LoopbackIsAlwaysDirect) {
  for (const std::string host :
       {"localhost", "LocalHost", "b.s3.localhost", "127.0.0.1", "127.8.9.1", "::1"}) {
    EXPECT_FALSE(net::way_to({host, 80, false}, both()).proxied) << host;
  }
  for (const std::string host : {"notlocalhost", "localhost.example", "127.example", "10.0.0.1"}) {
    EXPECT_TRUE(net::way_to({host, 80, false}, both()).proxied) << host;
  }
}

TEST(Way, DirectListCoversHostsAndTheirSubdomains) {
  struct Row {
    std::string entry;
    std::string host;
    bool direct;
  };
  const Row rows[] = {
      {"a.example", "a.example", true},
      {"a.example", "b.A.Example", true},
      {".a.example", "b.a.example", true},
      {".a.example", "a.example", true},
      {"a.example", "xa.example", false},
      {"a.example", "a.example.org", false},
      {"*", "anything", true},
      {"", "a.example", false},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.1", "110.0.0.1", false},
  };
  for (const Row& row : rows) {
    net::ProxyOptions options = both();
    options.direct = {"unrelated.example", row.entry};
    EXPECT_EQ(!net::way_to({row.host, 80, false}, options).proxied, row.direct)
        << row.entry << " covers " << row.host;
  }
}

net::HttpClientOptions through(const RawServer& proxy) {
  net::HttpClientOptions options = trusting();
  options.proxy = both();
  options.proxy.http = options.proxy.https = net::Origin{"127.0.0.1", proxy.port(), false};
  return options;
}

constexpr std::string_view ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(HttpClientProxy, PlainRequestsGoWholeAndKeepTheConnection) {
  std::vector<std::string> heads;
  std::atomic<int> connections = 0;
  {
    const RawServer proxy([&](RawSocket peer) {
      ++connections;
      for (int i = 0; i < 2; ++i) {
        heads.push_back(peer.receive_until("\r\n\r\n"));
        peer.send(ok);
      }
    });
    TestClient client(81, through(proxy));
    client.origin.host = "s3.example";
    for (int i = 0; i < 2; ++i) {
      const auto response = client.fetch(request_of("GET", "/k?acl"));
      ASSERT_TRUE(response) << describe(response.error());
    }
  }
  EXPECT_EQ(connections, 1);
  ASSERT_EQ(heads.size(), 2U);
  EXPECT_TRUE(heads[1].starts_with("GET http://s3.example:81/k?acl HTTP/1.1\r\n")) << heads[1];
  EXPECT_NE(heads[1].find("Host: s3.example:81\r\n"), std::string::npos) << heads[1];
  EXPECT_NE(heads[1].find("Proxy-Authorization: Basic aHR0cA==\r\n"), std::string::npos);
}

// Carries bytes both ways until either side ends.
void carry(RawSocket& from, RawSocket& to) {
  try {
    for (std::string bytes = from.receive(); !bytes.empty(); bytes = from.receive()) to.send(bytes);
  } catch (const std::exception&) {  // a reset ends it as well
  }
  to.shutdown_send();
}

TEST(HttpClientProxy, HttpsGoesThroughATunnelEndToEnd) {
  FakeService service;
  const net::Server server = start(service, tls_options(certificate("other")));
  std::string head;
  {
    const RawServer proxy([&](RawSocket peer) {
      head = peer.receive_until("\r\n\r\n");
      RawSocket target = RawSocket::connect(server.endpoint().port);
      peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
      std::thread back([&] { carry(target, peer); });
      carry(peer, target);
      back.join();
    });
    TestClient client(443, through(proxy));
    client.origin = {"bucket.other.example", 443, true};
    for (int i = 0; i < 2; ++i) {
      const auto response = client.fetch(request_of("GET", "/k"));
      ASSERT_TRUE(response) << describe(response.error());
      EXPECT_EQ(response.value().body, "GET /k") << "the server sees no whole URL";
    }
  }
  EXPECT_EQ(head,
            "CONNECT bucket.other.example:443 HTTP/1.1\r\n"
            "Host: bucket.other.example:443\r\n"
            "Proxy-Authorization: Basic aHR0cHM=\r\n\r\n");
}

TEST(HttpClientProxy, RefusedTunnelSaysWhy) {
  for (const auto& [answer, words] :
       {std::pair("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
                  "status 407: it wants a user and a password"),
        std::pair("HTTP/1.1 502 Bad Gateway\r\n\r\n", "refused the tunnel with status 502"),
        std::pair("HTTP/1.1 200 OK\r\n\r\ntoo early", "speaks out of turn"),
        std::pair("SSH-2.0-x\r\n\r\n", "not HTTP/1.1"), std::pair("", "closed")}) {
    const std::string bytes = answer;
    const RawServer proxy([&bytes](RawSocket peer) {
      peer.receive_until("\r\n\r\n");
      peer.send(bytes);
    });
    TestClient client(443, through(proxy));
    client.origin = {"s3.example", 443, true};
    const auto refused = client.fetch(request_of("GET", "/"));
    EXPECT_EQ(phase_of(refused), "proxy") << words;
    EXPECT_NE(describe(refused.error()).find(words), std::string::npos)
        << describe(refused.error());
    EXPECT_NE(describe(refused.error()).find("https://s3.example by way of http://127.0.0.1:"),
              std::string::npos);
    EXPECT_EQ(describe(refused.error()).find("aHR0cHM"), std::string::npos) << "a secret";
  }
}

TEST(HttpClientProxy, IsSpokenToInHttp) {
  net::HttpClientOptions options;
  options.proxy.http = net::Origin{"127.0.0.1", 1, true};
  TestClient client(80, options);
  client.origin.host = "s3.example";
  const auto refused = client.fetch(request_of("GET", "/"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), wire::Errc::InvalidArgument);
}

}  // namespace
}  // namespace pail::testing
