#include "net/loop.hpp"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "net/session.hpp"

namespace pail::net {
namespace {

// Ours: out of descriptors or memory, accepting fails again at once; until something closes there
// is nothing to win.
constexpr std::chrono::milliseconds accept_pause{100};

// Asio has no option for it.
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

}  // namespace

Loop::Loop(const ServerOptions& options, Service& service, BlockingPool& pool,
           std::atomic<std::size_t>& connections, std::shared_ptr<TlsContext> tls)
    : options_(options), state_(options, service, pool, connections, std::move(tls)) {}

Result<void> Loop::listen(const tcp::endpoint& endpoint, bool shared) {
  Failure failure;
  acceptor_.open(endpoint.protocol(), failure);
  if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
  if (!failure && shared) acceptor_.set_option(ReusePort(true), failure);
  if (!failure) acceptor_.bind(endpoint, failure);
  if (!failure) acceptor_.listen(asio::socket_base::max_listen_connections, failure);
  if (!failure) return wire::ok();
  return wire::Error(wire::Errc::NetworkFailure,
                     "cannot listen on " + endpoint.address().to_string() + ":" +
                         std::to_string(endpoint.port()) + ": " + failure.message());
}

tcp::endpoint Loop::endpoint() const {
  return acceptor_.local_endpoint();
}

void Loop::run() {
  asio::co_spawn(context_, accept_all(), [](const std::exception_ptr&) {});
  asio::co_spawn(context_, tick(), [](const std::exception_ptr&) {});
  context_.run();
}

Task<void> Loop::accept_all() {
  while (!state_.stopping) {
    Failure failure;
    tcp::endpoint peer;
    Socket socket = co_await acceptor_.async_accept(context_, peer, awaiting_into(failure));
    const bool adopted = !failure && adopt(std::move(socket), peer);
    if (!adopted && failure != asio::error::connection_aborted) co_await pause_accepting();
  }
}

Task<void> Loop::pause_accepting() {
  if (state_.stopping) co_return;
  Failure cancelled;
  pause_.expires_after(accept_pause);
  co_await pause_.async_wait(awaiting_into(cancelled));
}

// False when there is no memory for another session.
bool Loop::adopt(Socket socket, const tcp::endpoint& peer) try {
  if (state_.stopping) return true;
  auto session = std::make_unique<Session>(state_, std::move(socket), peer.address().to_string());
  const bool full = state_.connections > options_.connections_max;
  auto serving = full ? turn_away(std::move(session)) : run_session(std::move(session));
  asio::co_spawn(context_, std::move(serving), [](const std::exception_ptr&) {});
  return true;
} catch (const std::bad_alloc&) {
  return false;
}

Task<void> Loop::tick() {
  while (!state_.stopping) {
    Failure cancelled;
    ticker_.expires_after(options_.tick);
    co_await ticker_.async_wait(awaiting_into(cancelled));
    ++state_.tick;
    for (Channel* channel : state_.channels) channel->sweep();
  }
}

void Loop::begin_stop() {
  asio::post(context_, [this] {
    state_.stopping = true;
    Failure ignored;
    acceptor_.close(ignored);
    ticker_.cancel();
    pause_.cancel();
    for (Channel* channel : state_.channels) channel->begin_stop();
  });
}

void Loop::cut() {
  asio::post(context_, [this] {
    for (Channel* channel : state_.channels) channel->close();
  });
}

}  // namespace pail::net
