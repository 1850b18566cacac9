// What a load generator and its loop say to each other: requests that are whole already, and how
// each was answered. Knows HTTP/1.1 and nothing of S3. Value types; load_loop.hpp carries them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pail::net {

using LoadMoment = std::chrono::steady_clock::time_point;
LoadMoment load_now() noexcept;

// `bytes` bytes without a memory of their own: those of `block` from `offset` on, again and again.
// The block outlives the request.
struct LoadBody {
  std::string_view block;
  std::size_t offset = 0;  // inside the block
  std::uint64_t bytes = 0;

  // What can be sent in one piece; empty: nothing is left.
  std::string_view front() const noexcept;
  void advance(std::uint64_t sent) noexcept;
};

struct LoadRequest {
  std::string head;  // to its empty line
  LoadBody body;
  bool is_head = false;       // its answer has no body, whatever it says
  bool wants_answer = false;  // LoadAnswer::body and etag, of a success too

  void clear() noexcept {
    head.clear();
    body = {};
    is_head = wants_answer = false;
  }
};

// Why there was no whole answer.
namespace load_failure {
inline constexpr std::string_view connect = "ConnectFailed";
inline constexpr std::string_view closed = "ConnectionClosed";
inline constexpr std::string_view unreadable = "UnreadableAnswer";
inline constexpr std::string_view silence = "NoAnswerInTime";
inline constexpr std::string_view unanswered = "UnansweredAtTheEnd";
}  // namespace load_failure

struct LoadAnswer {
  unsigned status = 0;  // 0: there was no whole answer, `failure` says why
  std::string_view failure;
  std::uint64_t body_bytes = 0;  // received and dropped
  std::string_view body;         // the beginning of an error's, or where it was wanted
  std::string_view etag;         // where it was wanted
  LoadMoment at;                 // when its last byte was read
};

enum class LoadTurn : std::uint8_t {
  send,  // the request that was written
  wait,  // nothing before a moment that was told
  over,  // nothing any more
};

// Who has the requests. One thread: that of its loop.
class LoadWork {
 public:
  virtual ~LoadWork() = default;
  // The next request for connection number `slot`, which is free. `request` comes cleared; `due` is
  // set where the turn is to wait.
  virtual LoadTurn next(std::size_t slot, LoadMoment now, LoadRequest& request,
                        LoadMoment& due) = 0;
  // How the request that was given last to that connection ended.
  virtual void done(std::size_t slot, const LoadAnswer& answer) = 0;
};

}  // namespace pail::net
