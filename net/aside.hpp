// Calls on a pool of threads, one after the other, while whoever asks for them goes on: offload.hpp
// in two halves. A few may wait for their turn, so that the thread finds the next one at once; each
// borrows a piece of memory until it is over. After a call that failed, the others are not made.
//
// Confined to its loop's thread, but for the calls themselves. result() must have been awaited
// before it is destroyed: the calls use what its owner has.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "net/piece_pool.hpp"
#include "net/task.hpp"
#include "wire/result.hpp"

namespace pail::net {

class Aside {
 public:
  using Call = std::function<wire::Result<void>()>;  // does not throw

  Aside(const Executor& home, asio::thread_pool& pool)
      : home_(home), pool_(pool), over_(home, Clock::time_point::max()) {}
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  // Ours: one under way, one for when it is over, one that is being received.
  static constexpr std::size_t calls_max = 2;
  bool is_full() const noexcept { return leases_.size() >= calls_max; }

  // Not while it is full. `call` reads the memory of `lease`.
  void start(PiecePool::Lease lease, Call call) {
    leases_.push_back(std::move(lease));
    const std::lock_guard lock(mutex_);
    calls_.push_back(std::move(call));
    if (std::exchange(is_working_, true)) return;
    asio::post(pool_, [this, keep_running = asio::make_work_guard(home_)] { work(); });
  }

  // Until there is room for another; what has come of the calls so far.
  Task<wire::Result<void>> room() {
    while (is_full()) co_await one_over();
    co_return outcome();
  }
  // What came of all of them.
  Task<wire::Result<void>> result() {
    while (!leases_.empty()) co_await one_over();
    co_return outcome();
  }

 private:
  Task<void> one_over() {
    Failure cancelled;
    over_.expires_at(Clock::time_point::max());
    co_await over_.async_wait(awaiting_into(cancelled));
  }

  wire::Result<void> outcome() {
    const std::lock_guard lock(mutex_);
    return outcome_;
  }

  // On the pool's thread. The last thing it does for a call is to tell the loop, which may end all
  // of this when it was the last call.
  void work() {
    for (bool more = true; more;) {
      Call call;
      wire::Result<void> outcome = wire::ok();
      {
        const std::lock_guard lock(mutex_);
        call = std::move(calls_.front());
        calls_.pop_front();
        outcome = outcome_;
      }
      if (outcome) outcome = call();
      {
        const std::lock_guard lock(mutex_);
        outcome_ = std::move(outcome);
        more = !calls_.empty();
        is_working_ = more;
      }
      asio::post(home_, [this] {
        leases_.pop_front();
        over_.cancel();
      });
    }
  }

  const Executor home_;
  asio::thread_pool& pool_;
  Timer over_;                           // never rings: its cancelling is the sign
  std::deque<PiecePool::Lease> leases_;  // of the calls that are not over, in their order

  std::mutex mutex_;  // of what follows
  std::deque<Call> calls_;
  bool is_working_ = false;
  wire::Result<void> outcome_ = wire::ok();  // of the calls that are over
};

}  // namespace pail::net
