// Group commit: whoever comes first leads, and commits for all that wait by then; the next batch
// gathers meanwhile. One sync is shared by as many writers as there are, and a lone writer pays no
// change of threads. (A thread of its own for committing cost the lone writer two of those.)
//
// Threads: any. Requests are taken in the order they came.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <span>

#include "emulator/store/engine.hpp"

namespace pail::store {

struct DiskSpace;

// One swap on its way, and what became of it.
struct PendingSwap {
  DiskSpace* space;
  std::span<const Change> changes;
  Result<bool> outcome = false;
};

class Committer {
 public:
  // Sets the outcome of each; must not throw. Never called twice at once.
  using Commit = std::function<void(std::span<PendingSwap* const>)>;
  explicit Committer(Commit commit) : commit_(std::move(commit)) {}

  Result<bool> swap(DiskSpace& space, std::span<const Change> changes);
  // Runs `work` in its turn, while nobody commits.
  Result<void> alone(const std::function<Result<void>()>& work);

 private:
  struct Waiting {
    PendingSwap* swap;  // null: wants to be alone
    std::condition_variable wake = {};
    bool done = false;
  };

  void begin_turn(Waiting& mine, std::unique_lock<std::mutex>& lock);
  void end_turn();
  std::deque<Waiting*> take_batch();

  const Commit commit_;
  std::mutex mutex_;
  std::deque<Waiting*> queue_;  // whoever is at the front begins the next turn
  bool busy_ = false;
};

}  // namespace pail::store
