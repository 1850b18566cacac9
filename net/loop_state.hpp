// What the sessions of one event loop share. Confined to that loop's thread; the Service and the
// pool are shared by all loops and outlive them.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "net/blocking_pool.hpp"
#include "net/exchange.hpp"
#include "net/piece_pool.hpp"
#include "net/server.hpp"

namespace pail::net {

class Channel;
class TlsContext;

// What a connection waits for. Each has its own patience.
enum class Phase : std::uint8_t { handshake, idle, head, service, vigil, body, reply, linger };

// Patience in ticks, by phase.
struct Patience {
  explicit Patience(const ServerOptions& options);
  std::uint32_t of(Phase phase) const noexcept;

  std::uint32_t idle;
  std::uint32_t head;
  std::uint32_t stall;
  std::uint32_t linger;
};

// As the system lets this process run.
bool has_second_processor() noexcept;

struct LoopState {
  LoopState(const ServerOptions& options, Service& served, BlockingPool& blocking,
            std::atomic<std::size_t>& counter, std::shared_ptr<TlsContext> certificates)
      : service(served),
        pool(blocking),
        connections(counter),
        tls(std::move(certificates)),
        patience(options),
        takes_aside(options.takes_aside.value_or(has_second_processor())) {}

  Service& service;
  BlockingPool& pool;
  std::atomic<std::size_t>& connections;  // of all loops; each Channel counts itself
  std::shared_ptr<TlsContext> tls;        // null: in the clear
  Patience patience;
  bool takes_aside;  // see ServerOptions
  PiecePool pieces;
  std::uint32_t tick = 0;          // coarse time
  bool stopping = false;           // finish what is under way, begin nothing
  std::vector<Channel*> channels;  // all open ones, for the sweep
};

}  // namespace pail::net
