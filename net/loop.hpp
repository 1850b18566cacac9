// One event loop of the server: a listener, the connections it accepted, and the coarse clock that
// sweeps them. One thread runs it; begin_stop() and cut() may be called from any.
#pragma once

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>

#include "net/loop_state.hpp"
#include "net/task.hpp"

namespace pail::net {

class Loop {
 public:
  // `connections` counts those of all loops. `tls`: null for plain HTTP.
  Loop(const ServerOptions& options, Service& service, BlockingPool& pool,
       std::atomic<std::size_t>& connections, std::shared_ptr<TlsContext> tls);

  // NetworkFailure when the endpoint cannot be bound. `shared`: other loops will listen there too.
  Result<void> listen(const tcp::endpoint& endpoint, bool shared);
  tcp::endpoint endpoint() const;

  // Serves until stopped and the last session is over.
  void run();
  // No more connections and requests; idle ones close now, others after their reply.
  void begin_stop();
  // Closes what is left.
  void cut();

 private:
  Task<void> accept_all();
  Task<void> tick();
  Task<void> pause_accepting();
  bool adopt(Socket socket, const tcp::endpoint& peer);

  const ServerOptions& options_;
  asio::io_context context_{1};  // one thread, but posts from others
  asio::basic_socket_acceptor<tcp, Executor> acceptor_{context_};
  Timer ticker_{context_};
  Timer pause_{context_};
  LoopState state_;
};

}  // namespace pail::net
