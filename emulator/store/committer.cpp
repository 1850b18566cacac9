#include "emulator/store/committer.hpp"

#include <utility>
#include <vector>

namespace pail::store {
namespace {

// With full-sized bodies, a transaction of 64 MiB.
constexpr std::size_t batch_max = 1024;

}  // namespace

Result<bool> Committer::swap(DiskSpace& space, std::span<const Change> changes) {
  PendingSwap swap{&space, changes};
  Waiting mine{&swap};
  std::unique_lock lock(mutex_);
  begin_turn(mine, lock);
  if (mine.done) return std::move(swap.outcome);
  const std::deque<Waiting*> batch = take_batch();
  lock.unlock();
  std::vector<PendingSwap*> swaps;
  swaps.reserve(batch.size());
  for (const Waiting* waiting : batch) swaps.push_back(waiting->swap);
  commit_(swaps);
  lock.lock();
  for (Waiting* waiting : batch) {
    waiting->done = true;
    if (waiting != &mine) waiting->wake.notify_one();
  }
  end_turn();
  return std::move(swap.outcome);
}

Result<void> Committer::alone(const std::function<Result<void>()>& work) {
  Waiting mine{nullptr};
  std::unique_lock lock(mutex_);
  begin_turn(mine, lock);
  queue_.pop_front();
  lock.unlock();
  Result<void> outcome = work();
  lock.lock();
  end_turn();
  return outcome;
}

// Returns when it is our turn, or somebody has done our work.
void Committer::begin_turn(Waiting& mine, std::unique_lock<std::mutex>& lock) {
  queue_.push_back(&mine);
  mine.wake.wait(lock, [&] { return mine.done || (!busy_ && queue_.front() == &mine); });
  if (!mine.done) busy_ = true;
}

void Committer::end_turn() {
  busy_ = false;
  if (!queue_.empty()) queue_.front()->wake.notify_one();
}

std::deque<Committer::Waiting*> Committer::take_batch() {
  std::deque<Waiting*> batch;
  while (!queue_.empty() && queue_.front()->swap != nullptr && batch.size() < batch_max) {
    batch.push_back(queue_.front());
    queue_.pop_front();
  }
  return batch;
}

}  // namespace pail::store
