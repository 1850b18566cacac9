// TLS between our client and our server: who is believed, and what a person is told who is not.
#include "net/tls.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "tests/net/raw_socket.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {
namespace {

using net::Begin;
using net::Reply;
using net::Request;

constexpr std::uint64_t mebibyte = 1024 * 1024;

std::string told(const wire::Result<net::HttpResponse>& result) {
  return result ? "status " + std::to_string(result.value().status()) : describe(result.error());
}

TEST(Tls, FetchesByNameAndByAddress) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  EXPECT_TRUE(server.endpoint().tls);
  for (const std::string host : {"localhost", "127.0.0.1", "bucket.localhost", "b.s3.localhost"}) {
    TlsClient client(server.endpoint().port);
    client.origin.host = host;
    const auto response = client.fetch(request_of("GET", "/k"));
    ASSERT_TRUE(response) << host << ": " << describe(response.error());
    EXPECT_EQ(response.value().body, "GET /k") << host;
  }
}

TEST(Tls, RequestSaysThatItCameByTls) {
  FakeService service;
  service.on_begin = [](const Request& request) -> Begin {
    return text_reply(request.tls ? "tls" : "clear");
  };
  const net::Server secure = start(service, tls_options());
  const net::Server plain = start(service);
  TlsClient secure_client(secure.endpoint().port);
  TestClient plain_client(plain.endpoint().port);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(secure_client.fetch(request_of("GET", "/")).value().body, "tls");
    EXPECT_EQ(plain_client.fetch(request_of("GET", "/")).value().body, "clear");
  }
}

TEST(Tls, OneConnectionServesManyRequests) {
  FakeService service;
  net::ServerOptions options = tls_options();
  options.connections_max = 1;
  const net::Server server = start(service, options);
  TlsClient client(server.endpoint().port);
  for (int i = 0; i < 20; ++i) {
    const auto response = client.fetch(request_of("GET", "/"));
    ASSERT_TRUE(response) << "request " << i << ": " << describe(response.error());
  }
}

TEST(Tls, LargeBodiesPassBothWays) {
  FakeService service;
  std::string received;
  service.on_begin = [&](const Request& request) -> Begin {
    if (request.has_body()) {
      return std::make_unique<TextUpload>([&](std::string text) -> wire::Result<Reply> {
        received = std::move(text);
        return text_reply("stored");
      });
    }
    Reply reply;
    reply.body = std::make_unique<PatternSource>(32 * mebibyte + 5);
    return Begin(std::move(reply));
  };
  const net::Server server = start(service, tls_options());
  TlsClient client(server.endpoint().port);
  RecordingSink down;
  const auto got = client.exchange(request_of("GET", "/large"), nullptr, down);
  ASSERT_TRUE(got) << describe(got.error());
  EXPECT_TRUE(down.text == PatternSource::text(32 * mebibyte + 5));
  for (const bool expect_continue : {false, true}) {
    SCOPED_TRACE(expect_continue);
    PatternSource source(32 * mebibyte + 7);
    RecordingSink answer;
    net::HttpRequest put = request_of("PUT", "/large");
    put.expect_continue = expect_continue;
    const auto sent = client.exchange(put, &source, answer);
    ASSERT_TRUE(sent) << describe(sent.error());
    EXPECT_EQ(answer.text, "stored");
    EXPECT_TRUE(received == PatternSource::text(32 * mebibyte + 7));
  }
}

TEST(TlsTrust, CertificateOfAnotherHostIsRefusedByItsNames) {
  FakeService service;
  const net::Server server = start(service, tls_options(certificate("other")));
  TlsClient client(server.endpoint().port);
  const auto refused = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(refused), "tls");
  EXPECT_NE(told(refused).find("is for other.example, *.other.example, not localhost"),
            std::string::npos)
      << told(refused);
  client.origin.host = "127.0.0.1";
  EXPECT_NE(told(client.fetch(request_of("GET", "/"))).find("not 127.0.0.1"), std::string::npos);
  EXPECT_EQ(service.requests(), 0U);
}

TEST(TlsTrust, ExpiredCertificateIsRefusedByItsDay) {
  FakeService service;
  const net::Server server = start(service, tls_options(certificate("expired")));
  TlsClient client(server.endpoint().port);
  const auto refused = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(refused), "tls");
  EXPECT_NE(told(refused).find("expired on 2020-01-02"), std::string::npos) << told(refused);
}

TEST(TlsTrust, AuthorityThatNobodyTrustsIsRefused) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  const std::array<net::HttpClientOptions, 2> distrusting{trusting("stranger"), {}};
  for (const auto& options : distrusting) {
    TlsClient client(server.endpoint().port, options);
    const auto refused = client.fetch(request_of("GET", "/"));
    EXPECT_EQ(phase_of(refused), "tls");
    EXPECT_NE(told(refused).find("nobody this machine trusts: give --ca-file"), std::string::npos)
        << told(refused);
  }
  EXPECT_EQ(service.requests(), 0U);
}

TEST(TlsTrust, AnybodyIsBelievedWithoutVerification) {
  FakeService service;
  for (const std::string name : {"server", "other", "expired"}) {
    const net::Server server = start(service, tls_options(certificate(name)));
    net::HttpClientOptions options;
    options.tls.verify = false;
    TlsClient client(server.endpoint().port, options);
    EXPECT_EQ(told(client.fetch(request_of("GET", "/"))), "status 200") << name;
  }
}

TEST(TlsTrust, UnreadableFilesAreNamed) {
  FakeService service;
  const net::Server server = start(service, tls_options());
  net::HttpClientOptions no_authority;
  no_authority.tls.ca_file = "/no/such/file.pem";
  net::HttpClientOptions no_key = showing_certificate();
  no_key.tls.key_file = tls_file("server.key");
  for (const auto& [options, file] :
       {std::pair(no_authority, "/no/such/file.pem"), std::pair(no_key, "server.key")}) {
    TlsClient client(server.endpoint().port, options);
    const auto refused = client.fetch(request_of("GET", "/"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), wire::Errc::InvalidArgument);
    EXPECT_NE(told(refused).find(file), std::string::npos) << told(refused);
  }
}

TEST(TlsTrust, ServerWithoutUsableFilesDoesNotStart) {
  FakeService service;
  net::ServerTls missing = certificate();
  missing.certificate_file = "/no/such/file.pem";
  net::ServerTls foreign_key = certificate();
  foreign_key.key_file = tls_file("other.key");
  net::ServerTls no_authority = certificate();
  no_authority.client_must_show = true;
  for (const auto& [tls, words] :
       {std::pair(missing, "/no/such/file.pem"), std::pair(foreign_key, "other.key"),
        std::pair(no_authority, "no authority is named")}) {
    const auto server = net::Server::start(tls_options(tls), service);
    ASSERT_FALSE(server) << words;
    EXPECT_EQ(server.error().code(), wire::Errc::InvalidArgument);
    EXPECT_NE(describe(server.error()).find(words), std::string::npos) << describe(server.error());
  }
}

class TlsClientCertificate : public ::testing::Test {
 protected:
  TlsClientCertificate() {
    service_.on_begin = [](const Request& request) -> Begin {
      return text_reply("'" + std::string(request.peer_subject) + "'");
    };
  }
  static net::ServerOptions asking(bool must_show, const std::string& authority = "ca") {
    net::ServerTls tls = certificate();
    tls.client_ca_file = tls_file(authority + ".crt");
    tls.client_must_show = must_show;
    return tls_options(tls);
  }

  FakeService service_;
};

TEST_F(TlsClientCertificate, ItsSubjectReachesTheServiceOnEveryRequestAndConnection) {
  const net::Server server = start(service_, asking(true));
  net::HttpClientOptions options = showing_certificate();
  for (const auto idle_max : {options.idle_max, std::chrono::milliseconds(0)}) {
    options.idle_max = idle_max;
    TlsClient client(server.endpoint().port, options);
    for (int i = 0; i < 3; ++i) {
      const auto response = client.fetch(request_of("GET", "/"));
      ASSERT_TRUE(response) << describe(response.error());
      EXPECT_EQ(response.value().body, "'CN=phone-7,O=Pail tests'");
    }
  }
}

TEST_F(TlsClientCertificate, NobodyNeedsOneWhereItIsOptional) {
  const net::Server server = start(service_, asking(false));
  TlsClient client(server.endpoint().port);
  EXPECT_EQ(client.fetch(request_of("GET", "/")).value().body, "''");
  const net::Server unasking = start(service_, tls_options());
  TlsClient showing(unasking.endpoint().port, showing_certificate());
  EXPECT_EQ(showing.fetch(request_of("GET", "/")).value().body, "''");
}

TEST_F(TlsClientCertificate, WhoShowsNoneIsRefusedWhereItIsRequired) {
  const net::Server server = start(service_, asking(true));
  TlsClient client(server.endpoint().port);
  const auto refused = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(refused), "tls");
  EXPECT_NE(told(refused).find("the server wants a client certificate"), std::string::npos)
      << told(refused);
  EXPECT_EQ(service_.requests(), 0U);
}

TEST_F(TlsClientCertificate, OneOfAnotherAuthorityIsRefused) {
  const net::Server server = start(service_, asking(false, "stranger"));
  TlsClient client(server.endpoint().port, showing_certificate());
  const auto refused = client.fetch(request_of("GET", "/"));
  EXPECT_EQ(phase_of(refused), "tls") << told(refused);
  EXPECT_EQ(service_.requests(), 0U);
}

// Two ends of one connection, on one thread.
struct Pair {
  Pair(const std::shared_ptr<net::TlsContext>& client_context,
       const std::shared_ptr<net::TlsContext>& server_context)
      : ends(make()),
        client(client_context, ends[0], pieces, {"localhost", "localhost"}),
        server(server_context, ends[1], pieces) {}
  ~Pair() {
    client.say_goodbye();
    for (const int end : ends) ::close(end);
  }
  static std::array<int, 2> make() {
    std::array<int, 2> ends{};
    ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data());
    return ends;
  }
  // The handshake, and a byte, with which the client learns of its session.
  bool talk() {
    for (int i = 0; i < 10; ++i) {
      client.handshake();
      server.handshake();
    }
    std::array<char, 4> room{};
    std::size_t n = 0;
    net::Tls::Buffers parts{net::asio::buffer("x", 1), {}};
    return server.write(parts) == net::Tls::Step::done &&
           client.read(room, n) == net::Tls::Step::done && n == 1 && room[0] == 'x';
  }

  net::PiecePool pieces;
  std::array<int, 2> ends;
  net::Tls client;
  net::Tls server;
};

TEST(TlsResumption, ConnectionsAfterTheFirstOneShakeHandsShort) {
  const auto client = net::TlsContext::for_client(trusting().tls).value();
  const auto server = net::TlsContext::for_server(certificate()).value();
  for (const bool later : {false, true, true}) {
    Pair pair(client, server);
    ASSERT_TRUE(pair.talk()) << pair.client.why() << pair.server.why();
    EXPECT_EQ(pair.client.resumed(), later);
    EXPECT_EQ(pair.server.resumed(), later);
  }
}

}  // namespace
}  // namespace pail::testing
