// A server's end of one connection: the socket, and the patience with whoever is at the other end.
// No deadline per operation: each phase and each progress stamps the loop's coarse time, and the
// loop's sweep cancels what has been silent for too long.
//
// Confined to its loop's thread. A failed operation means the connection is of no more use;
// expired() tells a silence from an end. Does not own the LoopState.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "net/loop_state.hpp"
#include "net/task.hpp"
#include "net/tls.hpp"

namespace pail::net {

class Vigil;

class Channel {
 public:
  using Buffers = std::array<asio::const_buffer, 2>;
  // What one connection may move before the others have their turn; also the size of a write.
  // Measured: 2 MiB per call costs two thirds of 64 KiB per call.
  static constexpr std::size_t turn_bytes = 2 * 1024 * 1024;

  Channel(LoopState& state, Socket socket);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  // Before anything else, where the server speaks TLS. False when it came to nothing.
  Task<bool> handshake();
  // handshake() met a client that speaks plain HTTP; it is understood from now on.
  bool takes_plain_http() noexcept;
  bool is_tls() const noexcept { return tls_ != nullptr; }
  // Of the client's certificate; empty: none was shown.
  std::string peer_subject() const { return tls_ ? tls_->peer_subject() : std::string(); }

  void enter(Phase phase) noexcept;
  Phase phase() const noexcept { return phase_; }
  // The sweep ended the operation under way: this phase's patience is over.
  bool expired() const noexcept { return expired_; }
  // The sweep asks an idle connection to give its memory back: true once.
  bool take_request_to_rest() noexcept { return std::exchange(asked_to_rest_, false); }

  // At least one byte; 0 at the end of input, on a failure, or when woken by the sweep.
  Task<std::size_t> read(std::span<char> room, Failure& failure) {
    if (tls_) return read_tls(room, failure);
    return socket_.async_read_some(asio::buffer(room.data(), room.size()), awaiting_into(failure));
  }
  // Whatever is there already; nullopt when that is nothing yet.
  std::optional<std::size_t> try_read(std::span<char> room) noexcept;
  // Waits for try_read to have something to say. False when woken by the sweep or closed.
  Task<bool> readable();

  // Hands as much as the kernel takes now, and removes it from `parts`. False on failure.
  bool try_write(Buffers& parts) noexcept;
  // Writes the rest. False on failure or expiry.
  Task<bool> write(Buffers parts);
  // Whether all of it has become the kernel's business.
  bool is_sent(const Buffers& parts) const noexcept {
    return asio::buffer_size(parts) == 0 && !(tls_ && tls_->has_unsent());
  }

  // What the client has sent that nobody has read: nothing yet, bytes, or its end.
  enum class Peek : std::uint8_t { nothing, bytes, end };
  Peek peek() noexcept;
  // Calls `heard` once there is something to peek at, or with a failure when woken.
  template <class F>
  void when_readable(F heard) {
    socket_.async_wait(tcp::socket::wait_read, std::move(heard));
  }

  // Lets the loop's other connections have their turn.
  Task<void> yield();
  void shutdown_send() noexcept;
  // Ends the way out in the midst of things: by RST, which closes, or FIN. Whatever would be
  // written then is not.
  void cut(bool reset) noexcept;
  bool is_cut() const noexcept { return cut_; }
  void close() noexcept;

  // For the loop: once a tick, and when the server stops.
  void sweep() noexcept;
  void begin_stop() noexcept;

  // For the Vigil: null when none is kept.
  void set_vigil(Vigil* vigil) noexcept { vigil_ = vigil; }
  bool is_stopping() const noexcept { return state_.stopping; }
  Executor executor() { return socket_.get_executor(); }
  // Cancels whatever waits for the socket.
  void wake() noexcept;

 private:
  void touch() noexcept;
  Task<std::size_t> read_tls(std::span<char> room, Failure& failure);
  Task<bool> write_tls(Buffers parts);
  Task<bool> until(Tls::Step step);

  LoopState& state_;
  Socket socket_;
  std::unique_ptr<Tls> tls_;  // null: in the clear
  std::size_t index_;         // in state_.channels
  Vigil* vigil_ = nullptr;
  std::uint32_t stamp_ = 0;
  Phase phase_ = Phase::idle;
  bool expired_ = false;
  bool asked_to_rest_ = false;
  bool resting_ = false;
  bool cut_ = false;
};

}  // namespace pail::net
