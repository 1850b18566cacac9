// The options of a command that may serve by TLS.
#pragma once

#include <optional>
#include <string>

#include "net/server.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace pail::cli {

struct TlsServerOptions {
  std::string certificate_file;
  std::string key_file;
  std::string client_ca_file;
  bool client_must_show = false;
};

void add_tls_options(CLI::App& command, TlsServerOptions& options);
// Nullopt: in the clear.
std::optional<net::ServerTls> server_tls(const TlsServerOptions& options);

}  // namespace pail::cli
