// The event loop of a load generator: one thread, epoll, so many connections that are kept alive.
// A free connection gets the next request at once or at its moment; an answer is checked to its end
// and its bytes dropped. No request is sent twice. In the steady state a request costs one send,
// one receive, a share of one epoll_wait, and no memory.
//
// Not Asio's reactor: for requests that are all alike it costs twice the instructions
// (epoll is level-triggered here, so that no read is tried in vain), and a generator has to be
// cheaper than what it measures.
//
// Threads: all of it on the thread of run(), but for stop(). Errors: those of find_peer(); what
// happens to a request is told to its LoadWork.
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http_client.hpp"
#include "net/load.hpp"
#include "net/load_connection.hpp"
#include "net/piece_pool.hpp"
#include "wire/result.hpp"

namespace pail::net {

struct LoadOptions {
  std::size_t connections = 1;
  std::chrono::milliseconds silence_max{60'000};  // while an answer is owed or coming
  std::chrono::milliseconds drain_max{5'000};     // the same when there are no more requests
  std::chrono::milliseconds stop_max{1'000};      // the same after stop(): somebody waits
  std::chrono::milliseconds rest{100};            // after a connection that could not be made
};

// The first address of the server that takes a connection. Proxies are not asked.
// NetworkFailure as of HttpClient; InvalidArgument when a file of `tls` is of no use.
Result<LoadPeer> find_peer(const Origin& origin, const TlsOptions& tls,
                           std::chrono::milliseconds time_max);

class LoadLoop {
 public:
  // `work` outlives it. std::system_error when the system gives no descriptors.
  LoadLoop(LoadPeer peer, const LoadOptions& options, LoadWork& work);
  LoadLoop(const LoadLoop&) = delete;
  LoadLoop& operator=(const LoadLoop&) = delete;
  ~LoadLoop();

  // Until the work is over and every answer is here, or was waited for in vain.
  void run();
  // No more requests; run() ends as it does otherwise. From any thread.
  void stop() noexcept;

 private:
  struct Slot {
    explicit Slot(const LoadPeer& peer, PiecePool& pieces) : connection(peer, pieces) {}
    LoadConnection connection;
    bool listens_for_write = false;
    bool has_request = false;
    LoadMoment heard{};  // when something last happened while a request is under way
  };

  void open(std::size_t number);
  void listen(std::size_t number, int how);
  void handle(const epoll_event& event);
  void settle(std::size_t number, LoadConnection::Step step);
  void answered(std::size_t number);
  void ended(std::size_t number, std::string_view why);
  void take_in_vain(std::size_t number);
  void reopen(std::size_t number);
  void rest(std::size_t number);
  bool feed(std::size_t number);
  void feed_idle();
  void wake_rested();
  void sweep();
  void give_up(LoadMoment since, std::string_view why);
  void be_over();
  void look_for_stop();
  timespec time_to_wait() const;
  bool is_over() const noexcept { return over_ && busy_ == 0; }

  LoadPeer peer_;
  LoadOptions options_;
  LoadWork& work_;
  std::chrono::milliseconds sweep_every_;  // for answers that do not come
  PiecePool pieces_;
  std::vector<char> room_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> idle_;  // connected, without a request
  std::deque<std::pair<LoadMoment, std::size_t>> resting_;
  LoadRequest request_;
  int epoll_;
  int wake_up_;
  std::atomic<bool> stopped_{false};
  bool has_stopped_ = false;  // what the loop has seen of stopped_
  bool over_ = false;
  LoadMoment over_since_;
  std::size_t busy_ = 0;
  LoadMoment now_;
  LoadMoment due_;  // of the next request, where it is not due yet
  LoadMoment next_sweep_;
  LoadMoment give_up_at_ = LoadMoment::max();
};

}  // namespace pail::net
