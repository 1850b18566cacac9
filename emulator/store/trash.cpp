#include "emulator/store/trash.hpp"

#include <algorithm>
#include <utility>

namespace pail::store {

void Trash::add_locked(const BlobRef& ref) {
  if (ref.place == BlobPlace::row) {
    rows_.push_back(ref.id);
  } else {
    files_.push_back(ref.id);
    wake_.notify_one();
  }
}

void Trash::add(const BlobRef& ref) {
  const std::lock_guard lock(mutex_);
  add_locked(ref);
}

void Trash::add_uncertain(const BlobRef& ref) {
  const std::lock_guard lock(mutex_);
  uncertain_.push_back(ref);
}

void Trash::settle() {
  const std::lock_guard lock(mutex_);
  for (const BlobRef& ref : std::exchange(uncertain_, {})) add_locked(ref);
}

std::vector<std::uint64_t> Trash::take_rows(std::size_t count_max) {
  const std::lock_guard lock(mutex_);
  const auto first = rows_.end() - static_cast<std::ptrdiff_t>(std::min(count_max, rows_.size()));
  std::vector<std::uint64_t> taken(first, rows_.end());
  rows_.erase(first, rows_.end());
  return taken;
}

std::vector<std::uint64_t> Trash::take_files() {
  const std::lock_guard lock(mutex_);
  return std::exchange(files_, {});
}

void Trash::give_back_rows(const std::vector<std::uint64_t>& rows) {
  const std::lock_guard lock(mutex_);
  rows_.insert(rows_.end(), rows.begin(), rows.end());
}

std::size_t Trash::rows() const {
  const std::lock_guard lock(mutex_);
  return rows_.size();
}

bool Trash::empty() const {
  const std::lock_guard lock(mutex_);
  return rows_.empty() && files_.empty() && uncertain_.empty();
}

void Trash::wait() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return poked_ || !files_.empty(); });
  poked_ = false;
}

void Trash::poke() {
  const std::lock_guard lock(mutex_);
  poked_ = true;
  wake_.notify_one();
}

}  // namespace pail::store
