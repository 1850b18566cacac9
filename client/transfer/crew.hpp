// Several coroutines on one thread that share a piece of work, and how they wait for each other.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <functional>
#include <utility>

#include "client/client.hpp"

namespace pail::client::transfer {

// Something that may change: who waits looks again. One thread.
class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  // Until the next notify(). Cancelled when the coroutine is.
  Task<void> wait();
  void notify() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

// Runs `work` `count` times at once and waits for all. The first failure cancels the others and is
// the result; so does a cancellation of the whole, which is Cancelled. What `work` refers to lives
// until then.
Task<void> all_of(unsigned count, std::function<Task<void>()> work);

// `work` meets a cancellation as a Result, not as an exception of whatever it awaits next, so that
// it can end in order: what it leaves on a server or a disk. It has to look for itself.
template <class T>
Task<T> in_order(Task<T> work) {
  const bool throws = co_await boost::asio::this_coro::throw_if_cancelled();
  co_await boost::asio::this_coro::throw_if_cancelled(false);
  Result<T> result = co_await std::move(work);
  co_await boost::asio::this_coro::throw_if_cancelled(throws);
  co_return result;
}

}  // namespace pail::client::transfer
