// A session's wait for something that is not bytes: for time to pass, or for somebody's call. The
// client may go away meanwhile, and the server may stop: both end it. Holds no thread.
//
// Lives in its session's coroutine, confined to the loop's thread; only what caller() gives may be
// used from any thread, and after the Vigil is gone.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "net/channel.hpp"

namespace pail::net {

class Vigil {
 public:
  enum class End : std::uint8_t { called, time_over, client_gone, stopped };

  explicit Vigil(Channel& channel);
  Vigil(const Vigil&) = delete;
  Vigil& operator=(const Vigil&) = delete;
  ~Vigil();

  // What ends the wait, now or once it begins; a second call does nothing.
  std::function<void()> caller() const;
  // A client that sends more while it waits is there for certain, but its end is not noticed then:
  // it lies behind bytes that nobody reads yet.
  Task<End> keep(std::chrono::milliseconds at_most);

  // For the channel and the caller.
  void end(End how) noexcept;

 private:
  struct Link;
  void watch_client();
  void heard();

  Channel& channel_;
  Timer timer_;
  std::optional<End> end_;
  const std::shared_ptr<Link> link_;
};

}  // namespace pail::net
