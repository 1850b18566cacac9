// What `pail serve` and `pail signer` share as processes: where they listen, how they say that they
// are ready, what they log, and when they stop.
#pragma once

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/parent.hpp"
#include "cli/tls_options.hpp"
#include "net/server.hpp"
#include "wire/text.hpp"

namespace spdlog {
class logger;
}

namespace pail::cli {

struct ListenOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  unsigned threads = 0;  // 0: one per core
  std::string ready = "text";
  std::string log_level = "info";
  bool quiet = false;
  bool exit_with_parent = false;
  TlsServerOptions tls;

  bool ready_json() const { return ready == "json"; }
};

void add_listen_options(CLI::App& command, ListenOptions& options);

// From its construction on, SIGTERM and SIGINT wait to be asked for instead of ending the process.
// Make it before any other thread: threads inherit what is blocked.
class StopSignals {
 public:
  StopSignals();
  // Until one comes, or the parent is gone; null: whatever becomes of it.
  void wait(const Parent* parent = nullptr) const;

 private:
  sigset_t signals_;
};

// Ends the command with exit_failed when the port is taken, with exit_usage when the address is
// none, or a file of TLS of no use.
net::Server listen(const ListenOptions& options, net::Service& service);
// "http://127.0.0.1:9000", or https. A wildcard address becomes the loopback one: nobody can
// connect to 0.0.0.0.
std::string url_of(const net::Endpoint& endpoint);

// To stderr, in UTC. Belongs to the caller: there is no registry.
std::shared_ptr<spdlog::logger> make_logger(const ListenOptions& options);
// Text of a stranger for a log line: control characters, which could forge lines or steer a
// terminal.
using wire::printable;

}  // namespace pail::cli
