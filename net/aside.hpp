// One call on a pool of threads while whoever asked for it goes on: offload.hpp in two halves. It
// borrows a piece of memory for as long as the call runs.
//
// Confined to its loop's thread, but for the call itself. result() must have been awaited before it
// is destroyed: the call uses what its owner has.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <type_traits>
#include <utility>

#include "net/piece_pool.hpp"
#include "net/task.hpp"
#include "wire/result.hpp"

namespace pail::net {

class Aside {
 public:
  explicit Aside(const Executor& home) : home_(home), over_(home, Clock::time_point::max()) {}
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  bool is_under_way() const noexcept { return lease_.has_value(); }

  // None is under way. `call` must not throw; it reads the memory of `lease`.
  template <class F>
  void start(asio::thread_pool& pool, PiecePool::Lease lease, F call) {
    static_assert(std::is_nothrow_invocable_r_v<wire::Result<void>, F&>);
    lease_.emplace(std::move(lease));
    asio::post(pool, [this, call, keep_running = asio::make_work_guard(home_)]() mutable {
      asio::post(home_, [this, result = wire::Result<void>(call())]() mutable {
        result_ = std::move(result);
        lease_.reset();
        over_.cancel();
      });
    });
  }

  // Of the last call; waits until it is over. Before the first: success.
  Task<wire::Result<void>> result() {
    Failure cancelled;
    if (is_under_way()) co_await over_.async_wait(awaiting_into(cancelled));
    co_return result_;
  }

 private:
  const Executor home_;
  Timer over_;                             // never rings: its cancelling is the sign
  std::optional<PiecePool::Lease> lease_;  // of the call under way
  wire::Result<void> result_ = wire::ok();
};

}  // namespace pail::net
