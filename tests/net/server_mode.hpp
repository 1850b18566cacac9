// What a server's test runs under: the service's calls on the loop or on the pool of those that may
// block, and the bytes in the clear or by TLS.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/net/raw_socket.hpp"
#include "tests/net/tls_fixture.hpp"

namespace pail::testing {

struct ServerMode {
  bool blocks = false;
  bool tls = false;
};

inline const auto server_modes =
    ::testing::Values(ServerMode{false, false}, ServerMode{true, false}, ServerMode{false, true},
                      ServerMode{true, true});

inline std::string mode_name(const ::testing::TestParamInfo<ServerMode>& test) {
  return std::string(test.param.blocks ? "OnPool" : "OnLoop") + (test.param.tls ? "ByTls" : "");
}

inline net::ServerOptions options_for(const ServerMode& mode) {
  return mode.tls ? tls_options() : test_options();
}

inline RawSocket connect_by(const ServerMode& mode, std::uint16_t port) {
  RawSocket client = RawSocket::connect(port);
  if (mode.tls) client.start_tls();
  return client;
}

inline RawSocket connect_narrow_by(const ServerMode& mode, std::uint16_t port) {
  RawSocket client = RawSocket::connect_narrow(port);
  if (mode.tls) client.start_tls();
  return client;
}

}  // namespace pail::testing
