// Threads that start together, or the first would be through before the last exists.
#pragma once

#include <latch>
#include <thread>
#include <vector>

namespace pail::testing {

// Runs work(0) .. work(count - 1) on a thread each, all let go at once; returns when all are done.
template <class Count, class Work>
void on_threads(Count count, Work work) {
  std::latch start(count);
  std::vector<std::thread> threads;
  for (Count i = 0; i < count; ++i) {
    threads.emplace_back([&start, &work, i] {
      start.arrive_and_wait();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace pail::testing
