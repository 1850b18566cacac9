// A client's end of one connection, in the clear or by TLS, with a deadline on everything it waits
// for. The deadline is a point in time that operations push ahead; the timer behind it looks at it
// when it fires, so that a piece costs no timer.
//
// Held by shared_ptr, because a timer that has just fired may outlive the connection. One thread.
//
// Errors: NetworkFailure with the element Phase, naming the peer and what the system said;
// Cancelled when the awaiting coroutine was. After either the connection is of no more use.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/origin.hpp"
#include "net/tls.hpp"
#include "wire/result.hpp"

namespace pail::net {

namespace asio = boost::asio;

class Stream : public std::enable_shared_from_this<Stream> {
 public:
  using Buffers = std::array<asio::const_buffer, 2>;
  using Failure = boost::system::error_code;
  using Moment = std::chrono::steady_clock::time_point;

  // `name` is what errors call the other end. The pool outlives the stream.
  Stream(const asio::any_io_executor& executor, std::string name, PiecePool& pieces);
  ~Stream();

  // Resolves and connects, trying each address in turn, all within `time_max`.
  asio::awaitable<Result<void>> connect(const Origin& peer, std::chrono::milliseconds time_max);
  // Speaks TLS from now on, with `server`, whose certificate must say so.
  asio::awaitable<Result<void>> start_tls(std::shared_ptr<TlsContext> context, const Origin& server,
                                          std::chrono::milliseconds time_max);
  // At least one byte, or 0 at the end of input.
  asio::awaitable<Result<std::size_t>> read(std::span<char> room, std::string_view phase);
  asio::awaitable<Result<void>> write(Buffers parts, std::string_view phase);
  // Waits for input. False when the deadline passed first, or the wait was cancelled.
  asio::awaitable<bool> readable();

  // What follows has to be done this long from now, and not after the limit.
  void set_deadline(std::chrono::milliseconds from_now);
  // For everything until the next limit.
  void set_limit(Moment limit) noexcept { limit_ = limit; }
  // Nothing is under way: leaves no work in the executor's context.
  void clear_deadline() noexcept;
  // Whom it is connected to.
  asio::ip::tcp::endpoint peer() const;
  // Whether the last deadline passed.
  bool expired() const noexcept { return expired_; }
  // Input has arrived that nobody read yet, or the peer has closed.
  bool has_input() noexcept;

  wire::Error failure(std::string_view phase, std::string_view why) const;

 private:
  struct Lookup;

  asio::awaitable<Result<std::vector<asio::ip::tcp::endpoint>>> resolve(const Origin& peer);
  asio::awaitable<Result<std::size_t>> read_tls(std::span<char> room, std::string_view phase);
  asio::awaitable<Result<void>> write_tls(Buffers parts, std::string_view phase);
  asio::awaitable<Result<void>> until(Tls::Step step, std::string_view phase);
  Result<void> go_on(std::string_view phase, const asio::cancellation_state& stop) const;
  void arm();
  void expire() noexcept;
  wire::Error failure(std::string_view phase, const Failure& why,
                      const asio::cancellation_state& stop) const;
  wire::Error expiry(std::string_view phase) const;

  std::string name_;
  PiecePool& pieces_;
  asio::ip::tcp::socket socket_;
  std::unique_ptr<Tls> tls_;        // null: in the clear
  std::shared_ptr<Lookup> lookup_;  // while a name is asked for
  asio::steady_timer timer_;
  Moment deadline_;
  Moment limit_ = Moment::max();
  bool armed_ = false;
  bool expired_ = false;
};

}  // namespace pail::net
