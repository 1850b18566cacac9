#include "emulator/store/epochs.hpp"

#include <sched.h>

#include <algorithm>
#include <array>
#include <bit>
#include <thread>

namespace pail::store {
namespace {

// Freed per lock of the mutex: some ten microseconds' worth.
constexpr std::size_t piece_max = 256;

// More counters than cores, since the numbers of the cores we may use can have gaps; at most 64,
// since each write looks at all of them.
std::size_t stripe_count() {
  return std::min(64u, std::bit_ceil(4 * std::max(1u, std::thread::hardware_concurrency())));
}

}  // namespace

Epochs::Epochs() : stripes_(stripe_count()) {}

Epochs::~Epochs() {
  for (const auto* list : {&open_, &closed_, &freeable_}) {
    for (const Retired& item : *list) item.free(item.object);
  }
}

std::atomic<std::uint32_t>& Epochs::counter() const noexcept {
  // Where the core is unknown (-1) all readers share one counter: slower, not wrong.
  const auto core = static_cast<unsigned>(sched_getcpu());
  Stripe& stripe = stripes_[core & (stripes_.size() - 1)];
  return stripe.readers[phase_.load(std::memory_order_relaxed) & 1];
}

bool Epochs::drained(unsigned phase) const noexcept {
  return std::all_of(stripes_.begin(), stripes_.end(), [phase](const Stripe& stripe) {
    return stripe.readers[phase & 1].load(std::memory_order_seq_cst) == 0;
  });
}

// Each turn of the phase proves that the counters of one kind were at zero.
void Epochs::advance() {
  while (!closed_.empty() || !open_.empty()) {
    if (closed_.empty()) {
      closed_.swap(open_);
      turns_left_ = 2;
    }
    const unsigned phase = phase_.load(std::memory_order_relaxed);
    if (!drained(phase + 1)) return;
    phase_.store(phase + 1, std::memory_order_relaxed);
    if (--turns_left_ > 0) continue;
    if (freeable_.empty()) freeable_.swap(closed_);
    freeable_.insert(freeable_.end(), closed_.begin(), closed_.end());
    closed_.clear();
  }
}

std::size_t Epochs::free_some() {
  std::array<Retired, piece_max> piece;
  std::size_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    advance();
    count = std::min(piece.size(), freeable_.size());
    std::copy_n(freeable_.end() - static_cast<std::ptrdiff_t>(count), count, piece.begin());
    freeable_.resize(freeable_.size() - count);
  }
  for (std::size_t i = 0; i < count; ++i) piece[i].free(piece[i].object);
  return count;
}

void Epochs::retire(std::span<const Retired> items) {
  {
    const std::lock_guard lock(mutex_);
    open_.insert(open_.end(), items.begin(), items.end());
  }
  for (std::size_t freed = 0; freed <= items.size();) {
    const std::size_t piece = free_some();
    if (piece < piece_max) return;
    freed += piece;
  }
}

void Epochs::collect() {
  while (free_some() == piece_max) {
  }
}

std::size_t Epochs::waiting() const {
  const std::lock_guard lock(mutex_);
  return open_.size() + closed_.size() + freeable_.size();
}

}  // namespace pail::store
