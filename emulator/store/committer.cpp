#include "emulator/store/committer.hpp"

#include <thread>

namespace pail::store {
namespace {

// With full-sized bodies, a transaction of 64 MiB.
constexpr std::size_t batch_max = 1024;

}  // namespace

Result<bool> Committer::swap(DiskSpace& space, std::span<const Change> changes) {
  PendingSwap swap{&space, changes};
  std::unique_lock lock(mutex_);
  if (may_join()) {
    const std::shared_ptr<Turn> turn = queue_.back();
    turn->swaps.push_back(&swap);
    turn->ended.wait(lock, [&] { return turn->over; });
    return std::move(swap.outcome);
  }
  const std::shared_ptr<Turn> turn = line_up();
  turn->swaps.push_back(&swap);
  if (in_company_) {
    // Those who are about to swap too, and wait for a processor, can join.
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  begin(*turn, lock);
  lock.unlock();
  commit_(turn->swaps);
  end(*turn);
  return std::move(swap.outcome);
}

Result<void> Committer::alone(const std::function<Result<void>()>& work) {
  std::unique_lock lock(mutex_);
  const std::shared_ptr<Turn> turn = line_up();
  begin(*turn, lock);
  lock.unlock();
  Result<void> outcome = work();
  end(*turn);
  return outcome;
}

std::size_t Committer::waiting() const {
  const std::lock_guard lock(mutex_);
  std::size_t swaps = 0;
  for (const std::shared_ptr<Turn>& turn : queue_) swaps += turn->swaps.size();
  return swaps;
}

bool Committer::may_join() const noexcept {
  if (queue_.empty()) return false;
  const std::size_t swaps = queue_.back()->swaps.size();
  return swaps > 0 && swaps < batch_max;
}

std::shared_ptr<Committer::Turn> Committer::line_up() {
  return queue_.emplace_back(std::make_shared<Turn>());
}

// Returns when it is this turn's; nobody can join it any more.
void Committer::begin(Turn& turn, std::unique_lock<std::mutex>& lock) {
  turn.begins.wait(lock, [&] { return !busy_ && queue_.front().get() == &turn; });
  busy_ = true;
  queue_.pop_front();
}

// Whoever is woken needs the mutex, so it is given back before.
void Committer::end(Turn& turn) {
  std::shared_ptr<Turn> next;
  {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    turn.over = true;
    in_company_ = turn.swaps.size() > 1;
    if (!queue_.empty()) next = queue_.front();
  }
  if (next) next->begins.notify_one();
  turn.ended.notify_all();
}

}  // namespace pail::store
