// The HTTP/1.1 server: listens, reads requests, judges their framing, and pumps bytes between
// connections and a Service. One event loop per thread, each with its own listener; a connection
// never leaves its thread.
//
// Ownership: the Service must outlive the Server. Destroying a Server stops it, without grace.
//
// Threads: start, stop and endpoint may be called from any thread, not at the same time.
// Service::begin() is called from all server threads, or from a pool when the service may block.
//
// Spec: shared/spec/semantics.md §26.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "net/exchange.hpp"
#include "wire/limits.hpp"

namespace pail::net {

// Files are PEM.
struct ServerTls {
  std::string certificate_file;  // the chain, the server's own first
  std::string key_file;
  std::string client_ca_file;     // clients may show certificates of these; empty: not asked
  bool client_must_show = false;  // refuse, in the handshake, who shows none
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric, IPv4 or IPv6
  std::uint16_t port = 0;             // 0: any free one, see endpoint()
  std::optional<ServerTls> tls = {};  // none: plain HTTP
  unsigned threads = 0;               // 0: one per core
  unsigned blocking_threads = 64;     // for services that may block: as many as may share a sync
  // Whether a large body is taken (digests, disk) on a thread of those while more of it is
  // received. nullopt: where this process may run on two processors.
  std::optional<bool> takes_aside = {};
  std::size_t connections_max = wire::limits::connections_max;
  // A connection's silence is measured in ticks of this length, so a limit is kept to within one.
  std::chrono::milliseconds tick{1'000};
  std::chrono::milliseconds idle_max = wire::limits::idle_max;
  std::chrono::milliseconds head_time_max = wire::limits::head_time_max;
  std::chrono::milliseconds body_stall_max = wire::limits::body_stall_max;
  // Ours: how long a client may go on sending a body that was refused before it reads the reply.
  // Closing at once would reset the connection and destroy the reply on its way (RFC 9112 §9.6).
  std::chrono::milliseconds linger_max{10'000};
};

struct Endpoint {
  std::string address;
  std::uint16_t port = 0;
  bool tls = false;
};

class Server {
 public:
  // Listens before it returns. InvalidArgument: the address is not numeric, the tick not positive,
  // or a file of `tls` is of no use. NetworkFailure: it cannot be bound, for instance because
  // another process listens there.
  static Result<Server> start(const ServerOptions& options, Service& service);

  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  // What was bound.
  const Endpoint& endpoint() const noexcept;
  // Stops listening, lets requests under way finish for at most `grace`, then cuts what is left and
  // joins all threads. A service call that blocks is waited for. A second call does nothing.
  void stop(std::chrono::milliseconds grace = wire::limits::shutdown_grace_max);

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pail::net
