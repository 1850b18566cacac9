// When may memory that readers reach without a lock be freed? A writer takes it out of the tree and
// retires it here; it is freed as soon as every reader that could have seen it has left.
//
// Readers count themselves in and out (Pin) on a counter of the core they run on, so that cores do
// not disturb each other: two uncontended atomic additions. That takes no registry of threads and
// nothing that must be cleaned up when a thread ends. There are two counters per core; new readers
// use the one of the current phase. Something retired is free to go once each counter has been seen
// at zero after it was retired: a reader that might still hold it counted itself in before it was
// taken out of the tree (all these operations are sequentially consistent), so its counter stays
// above zero until it leaves. Turning the phase only lets the other counters drain.
//
// A Pin lasts for one descent: never keep it across I/O or a suspension. What must live longer is
// counted (EntryPtr, Root).
//
// Freeing happens inside retire() and collect(), on the caller's thread, in pieces: nobody frees
// much more than it retired, so a writer is not held up by somebody else's dropped Space. What the
// last call of all found still pinned waits for the next call, from any Space of the engine.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace pail::store {

// Something to free later.
struct Retired {
  void* object;
  void (*free)(void* object) noexcept;
};

class Epochs {
 public:
  Epochs();
  Epochs(const Epochs&) = delete;
  Epochs& operator=(const Epochs&) = delete;
  // No reader may be left; frees all that waits.
  ~Epochs();

  class Pin {
   public:
    explicit Pin(const Epochs& epochs) noexcept : readers_(epochs.counter()) {
      readers_.fetch_add(1, std::memory_order_seq_cst);
    }
    ~Pin() { readers_.fetch_sub(1, std::memory_order_release); }
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;

   private:
    std::atomic<std::uint32_t>& readers_;
  };

  // Takes over what has been unlinked by a sequentially consistent store before.
  void retire(std::span<const Retired> items);
  // Frees what can be freed.
  void collect();
  // How much waits for readers to leave.
  std::size_t waiting() const;

 private:
  // Its own cache line, or two readers would disturb each other after all.
  struct alignas(64) Stripe {
    std::atomic<std::uint32_t> readers[2] = {0, 0};
  };

  std::atomic<std::uint32_t>& counter() const noexcept;
  bool drained(unsigned phase) const noexcept;
  void advance();
  std::size_t free_some();

  mutable std::vector<Stripe> stripes_;  // a power of two of them
  std::atomic<unsigned> phase_{0};

  mutable std::mutex mutex_;     // guards what follows
  std::vector<Retired> open_;    // retired since the turn began
  std::vector<Retired> closed_;  // retired before; goes after two turns of the phase
  unsigned turns_left_ = 0;      // of closed_
  std::vector<Retired> freeable_;
};

}  // namespace pail::store
