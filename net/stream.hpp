// A client's end of one TCP connection with a deadline on everything it waits for. The deadline is
// a point in time that operations push ahead; the timer behind it looks at it when it fires, so
// that a piece costs no timer.
//
// Held by shared_ptr, because a timer that has just fired may outlive the connection. One thread.
//
// Errors: NetworkFailure with the element Phase, naming the peer and what the system said.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/origin.hpp"
#include "wire/result.hpp"

namespace pail::net {

namespace asio = boost::asio;

class Stream : public std::enable_shared_from_this<Stream> {
 public:
  using Buffers = std::array<asio::const_buffer, 2>;
  using Failure = boost::system::error_code;

  Stream(const asio::any_io_executor& executor, const Origin& peer);

  // Resolves and connects, trying each address in turn, all within `time_max`.
  asio::awaitable<Result<void>> connect(std::chrono::milliseconds time_max);
  // At least one byte, or 0 at the end of input.
  asio::awaitable<Result<std::size_t>> read(std::span<char> room, std::string_view phase);
  asio::awaitable<Result<void>> write(Buffers parts, std::string_view phase);
  // Waits for input. False when the deadline passed first.
  asio::awaitable<bool> readable();

  // What follows has to be done this long from now.
  void set_deadline(std::chrono::milliseconds from_now);
  // Nothing is under way: leaves no work in the executor's context.
  void clear_deadline() noexcept;
  // Whether the last deadline passed.
  bool expired() const noexcept { return expired_; }
  // Input has arrived that nobody read yet, or the peer has closed.
  bool has_input() noexcept;

  wire::Error failure(std::string_view phase, std::string_view why) const;

 private:
  asio::awaitable<std::vector<asio::ip::tcp::endpoint>> resolve(Failure& failure);
  void arm();
  void expire() noexcept;
  wire::Error failure(std::string_view phase, const Failure& why) const;

  Origin peer_;
  asio::ip::tcp::socket socket_;
  asio::ip::tcp::resolver resolver_;
  asio::steady_timer timer_;
  std::chrono::steady_clock::time_point deadline_;
  bool armed_ = false;
  bool expired_ = false;
};

}  // namespace pail::net
