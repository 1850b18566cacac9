// A server that speaks TLS, and clients that trust its authority: certificates of fixtures/tls.
#pragma once

#include <optional>
#include <string>

#include "net/server.hpp"
#include "tests/net/client_fixture.hpp"
#include "tests/net/fake_service.hpp"
#include "tests/support/fixtures.hpp"

namespace pail::testing {

inline std::string tls_file(const std::string& name) {
  return fixture_path("tls/" + name);
}

inline net::ServerTls certificate(const std::string& name = "server") {
  net::ServerTls tls;
  tls.certificate_file = tls_file(name + ".crt");
  tls.key_file = tls_file(name + ".key");
  return tls;
}

inline net::ServerOptions tls_options(const net::ServerTls& tls = certificate()) {
  net::ServerOptions options = test_options();
  options.tls = tls;
  return options;
}

inline net::HttpClientOptions trusting(const std::string& authority = "ca") {
  net::HttpClientOptions options;
  options.tls.ca_file = tls_file(authority + ".crt");
  return options;
}

// With the certificate that a server may ask for.
inline net::HttpClientOptions showing_certificate() {
  net::HttpClientOptions options = trusting();
  options.tls.certificate_file = tls_file("client.crt");
  options.tls.key_file = tls_file("client.key");
  return options;
}

// A client of https://localhost.
class TlsClient : public TestClient {
 public:
  explicit TlsClient(std::uint16_t port, net::HttpClientOptions options = trusting())
      : TestClient(port, std::move(options)) {
    origin.host = "localhost";
    origin.tls = true;
  }
};

}  // namespace pail::testing
