// One connection of a load generator: sends a request, reads its answer, never blocks. It says what
// it waits for; load_loop.hpp listens for that. One thread.
#pragma once

#include <sys/types.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/load.hpp"
#include "net/load_reader.hpp"
#include "net/origin.hpp"
#include "net/tls.hpp"

namespace pail::net {

// Where a load goes. A value; the contexts of TLS belong to one thread each.
struct LoadPeer {
  Origin origin;
  asio::ip::tcp::endpoint address;
  std::shared_ptr<TlsContext> tls;  // null: in the clear
};

class LoadConnection {
 public:
  enum class Step : std::uint8_t {
    waiting,    // for what wants_write() says
    connected,  // free for a request
    answered,   // the request is done: reader() has the answer
    ended,      // the connection is of no more use: why() says why
  };

  // Both outlive it.
  LoadConnection(const LoadPeer& peer, PiecePool& pieces) : peer_(peer), pieces_(pieces) {}
  LoadConnection(LoadConnection&&) noexcept = default;
  ~LoadConnection() { close(); }

  // Begins to connect. False: the system gives no socket.
  bool open();
  void close() noexcept;
  // Sends what can be sent now. The request's text is needed no longer after that.
  Step start(LoadRequest& request);
  // Goes on after the socket became readable or writable. `room` is what a read may fill.
  Step proceed(bool readable, bool writable, std::span<char> room);

  int descriptor() const noexcept { return descriptor_; }
  bool wants_write() const noexcept { return wants_write_; }
  // After `answered`: whether another request may follow.
  bool is_reusable() const noexcept;
  const LoadReader& reader() const noexcept { return reader_; }
  // After `ended`, one of load_failure.
  std::string_view why() const noexcept { return why_; }

 private:
  enum class State : std::uint8_t { closed, connecting, shaking_hands, free, busy };

  Step end(std::string_view why) noexcept;
  Step connected();
  Step shake_hands();
  Step push();
  ssize_t send_some() noexcept;
  Step push_plain();
  Step push_tls();
  Step pull(std::span<char> room);
  Step pull_tls(std::span<char> room);
  Step judge(LoadReader::State state);
  bool is_quiet();
  bool has_unsent() const noexcept;
  void advance(std::size_t sent) noexcept;

  const LoadPeer& peer_;
  PiecePool& pieces_;
  int descriptor_ = -1;
  State state_ = State::closed;
  bool wants_write_ = false;
  bool cannot_send_ = false;  // the peer takes no more; it may have answered before that
  std::string_view why_;
  std::string_view head_left_;
  std::string kept_head_;  // what head_left_ points into once the request is gone
  LoadBody body_left_;
  LoadReader reader_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace pail::net
