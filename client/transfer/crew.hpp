// Several coroutines on one thread that share a piece of work, and how they wait for each other.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "client/client.hpp"
#include "client/in_order.hpp"

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

}  // namespace pail::client::transfer
