// The threads for service calls that may wait for a disk. They start with the first such call: a
// server whose service never blocks has none. Thread-safe; shared by all loops, which it outlives.
// Destroyed, it waits for the call each thread is in, and drops the rest.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <mutex>
#include <optional>

namespace pail::net {

class BlockingPool {
 public:
  explicit BlockingPool(unsigned threads) noexcept : threads_(threads) {}

  boost::asio::thread_pool& threads() {
    std::call_once(started_, [this] { pool_.emplace(threads_); });
    return *pool_;
  }

 private:
  const unsigned threads_;
  std::once_flag started_;
  std::optional<boost::asio::thread_pool> pool_;
};

}  // namespace pail::net
