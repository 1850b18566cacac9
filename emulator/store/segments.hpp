// Memory for blobs: segments of one size, handed out and taken back. Fixed pieces instead of one
// allocation per body, because fresh memory costs 30 to 50 ms of page faults per 100 MiB, a heap of
// large pieces grew to three times what was in use, and a half-received upload holds no more than
// it has received.
//
// Segments lie in slabs of the size of a huge page, and a body that goes on gets the neighbour of
// what it has where that is free: then its reader sends many at once (measured: 256 KiB per call
// cost 1.4 times what 2 MiB per call do).
//
// Threads: the pool may be used from any; it must outlive its segments.
// Errors: ServiceUnavailable when the limit is reached or the system has no memory left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "wire/result.hpp"

namespace pail::store {

// Fits the second-level cache, so that a digest finds the bytes warm; larger ones gained nothing.
inline constexpr std::size_t segment_bytes = 256 * 1024;
// 64 MiB stay with the process for the next upload; what is free beyond that goes back at once.
inline constexpr std::size_t spare_segments_max = 256;

class SegmentPool {
  struct Slab;
  using Slabs = std::list<Slab>;  // moved between lists without allocating: giving back never fails

 public:
  explicit SegmentPool(std::uint64_t bytes_max) noexcept : bytes_max_(bytes_max) {}
  SegmentPool(const SegmentPool&) = delete;
  SegmentPool& operator=(const SegmentPool&) = delete;
  ~SegmentPool();

  struct GiveBack {
    SegmentPool* pool;
    Slabs::iterator slab;
    void operator()(std::byte* segment) const noexcept { pool->give_back(slab, segment); }
  };
  using Segment = std::unique_ptr<std::byte[], GiveBack>;

  // The first one of a body.
  wire::Result<Segment> take();
  // The next one of the same body; the memory right behind `before` where it can be had.
  wire::Result<Segment> take_behind(const Segment& before);
  std::size_t used() const;
  // Free ones in slabs that are kept.
  std::size_t spare() const;

 private:
  struct Slab {
    std::byte* memory;
    unsigned free;  // bit n: segment n
  };

  wire::Result<Segment> take_from(Slabs::iterator slab, unsigned index);
  wire::Result<Segment> take_of_whole();
  wire::Result<Segment> take_lowest(Slabs::iterator slab);
  void give_back(Slabs::iterator slab, std::byte* segment) noexcept;
  Slabs& home_of(const Slab& slab) noexcept;
  std::size_t spare_of_all() const noexcept;

  const std::uint64_t bytes_max_;
  mutable std::mutex mutex_;
  std::size_t used_ = 0;
  Slabs empty_, partial_, full_;  // by how much of them is used
};

}  // namespace pail::store
