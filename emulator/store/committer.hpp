// Group commit: swaps that come while a transaction is under way gather in the next one, and
// whoever was the first of them commits for all. One sync is shared by as many writers as there
// are, and a lone writer pays no change of threads. (A thread of its own for committing cost the
// lone writer two of those.) Those for whom somebody else commits sleep until all of them are
// woken, by one call of the system.
//
// Threads: any. Requests are taken in the order they came.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

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
  // Swaps whose turn has not begun.
  std::size_t waiting() const;

 private:
  struct Turn {
    std::vector<PendingSwap*> swaps;  // none: somebody wants to be alone
    std::condition_variable begins;   // for whom the turn is
    std::condition_variable ended;    // for those who joined it
    bool over = false;
  };

  bool may_join() const noexcept;
  std::shared_ptr<Turn> line_up();
  void begin(Turn& turn, std::unique_lock<std::mutex>& lock);
  void end(Turn& turn);

  const Commit commit_;
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Turn>> queue_;  // the front is the next; none of them has begun
  bool busy_ = false;                        // one that has left the queue is under way
  bool in_company_ = false;                  // the last swap was not the only one of its turn
};

}  // namespace pail::store
