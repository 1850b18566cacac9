// Memory for blobs: segments of one size, handed out and taken back. Fixed pieces instead of one
// allocation per body, because fresh memory costs 30 to 50 ms of page faults per 100 MiB, a heap of
// large pieces grew to three times what was in use, and a half-received upload holds no more than
// it has received.
//
// Threads: the pool may be used from any; it must outlive its segments.
// Errors: ServiceUnavailable when the limit is reached or the system has no memory left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "wire/result.hpp"

namespace pail::store {

// Fits the second-level cache, so that a digest finds the bytes warm; larger ones gained nothing.
inline constexpr std::size_t segment_bytes = 256 * 1024;
// 64 MiB stay with the process for the next upload; what is free beyond that goes back at once.
inline constexpr std::size_t spare_segments_max = 256;

class SegmentPool {
 public:
  explicit SegmentPool(std::uint64_t bytes_max) noexcept : bytes_max_(bytes_max) {}
  SegmentPool(const SegmentPool&) = delete;
  SegmentPool& operator=(const SegmentPool&) = delete;
  ~SegmentPool();

  struct GiveBack {
    SegmentPool* pool;
    void operator()(std::byte* segment) const noexcept { pool->give_back(segment); }
  };
  using Segment = std::unique_ptr<std::byte[], GiveBack>;

  wire::Result<Segment> take();
  std::size_t used() const;
  std::size_t spare() const;

 private:
  void give_back(std::byte* segment) noexcept;

  const std::uint64_t bytes_max_;
  mutable std::mutex mutex_;
  std::size_t used_ = 0;
  std::vector<std::byte*> spare_;
};

}  // namespace pail::store
