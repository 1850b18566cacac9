// Buffers for bodies under way, lent per read and handed back: a loop needs as many as it has
// pieces in work at the same moment, not one per connection. One thread; a Lease must not outlive
// its pool.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace pail::net {

class PiecePool {
 public:
  // What one read takes at most: small enough that a digest finds it in the second-level cache
  // (measured: 64 KiB to 1 MiB receive equally fast).
  static constexpr std::size_t piece_bytes = 256 * 1024;

  class Lease {
   public:
    explicit Lease(PiecePool& pool) : pool_(&pool), memory_(pool.take()) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (memory_) pool_->give_back(std::move(memory_));
    }
    std::span<char> bytes() const noexcept { return {memory_.get(), piece_bytes}; }

   private:
    PiecePool* pool_;
    std::unique_ptr<char[]> memory_;
  };

  Lease borrow() { return Lease(*this); }

 private:
  static constexpr std::size_t kept_max = 4;

  std::unique_ptr<char[]> take() {
    if (free_.empty()) return std::unique_ptr<char[]>(new char[piece_bytes]);
    auto memory = std::move(free_.back());
    free_.pop_back();
    return memory;
  }
  void give_back(std::unique_ptr<char[]> memory) noexcept {
    if (free_.size() < kept_max) free_.push_back(std::move(memory));
  }

  std::vector<std::unique_ptr<char[]>> free_;
};

}  // namespace pail::net
