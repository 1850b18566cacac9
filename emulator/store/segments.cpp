#include "emulator/store/segments.hpp"

#include <sys/mman.h>

#include <bit>

namespace pail::store {
namespace {

// x86-64's huge page. Where there are none, ordinary pages that lie together serve as well.
constexpr std::size_t slab_bytes = 2 * 1024 * 1024;
constexpr unsigned slab_segments = slab_bytes / segment_bytes;
constexpr unsigned all_free = (1U << slab_segments) - 1;

std::byte* map(std::size_t bytes) noexcept {
  void* room = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return room == MAP_FAILED ? nullptr : static_cast<std::byte*>(room);
}

// Not from the heap: there a small allocation behind it would keep it from the system. Aligned to
// its size, by mapping twice as much and giving back what lies around it.
std::byte* map_slab() noexcept {
  std::byte* const room = map(2 * slab_bytes);
  if (room == nullptr) return nullptr;
  const std::size_t before = -reinterpret_cast<std::uintptr_t>(room) % slab_bytes;
  if (before > 0) munmap(room, before);
  munmap(room + before + slab_bytes, slab_bytes - before);
  madvise(room + before, slab_bytes, MADV_HUGEPAGE);
  return room + before;
}

void unmap_slab(std::byte* memory) noexcept {
  munmap(memory, slab_bytes);
}

// The place of a segment in its slab.
unsigned place_of(const std::byte* segment, const std::byte* slab) noexcept {
  return static_cast<unsigned>(static_cast<std::size_t>(segment - slab) / segment_bytes);
}

}  // namespace

SegmentPool::~SegmentPool() {
  for (const Slabs* slabs : {&empty_, &partial_, &full_}) {
    for (const Slab& slab : *slabs) unmap_slab(slab.memory);
  }
}

// What is used in part comes first, so that whole slabs are left to large bodies.
wire::Result<SegmentPool::Segment> SegmentPool::take() {
  const std::lock_guard lock(mutex_);
  return partial_.empty() ? take_of_whole() : take_lowest(partial_.begin());
}

wire::Result<SegmentPool::Segment> SegmentPool::take_behind(const Segment& before) {
  const std::lock_guard lock(mutex_);
  const auto slab = before.get_deleter().slab;
  const unsigned index = place_of(before.get(), slab->memory) + 1;
  return (slab->free >> index & 1) != 0 ? take_from(slab, index) : take_of_whole();
}

// Of a slab that nobody uses, unless the system has no memory for another.
wire::Result<SegmentPool::Segment> SegmentPool::take_of_whole() {
  if (empty_.empty()) {
    if (std::byte* const memory = map_slab()) empty_.push_front({memory, all_free});
  }
  Slabs& slabs = empty_.empty() ? partial_ : empty_;
  if (slabs.empty()) return wire::Errc::ServiceUnavailable;
  return take_lowest(slabs.begin());
}

wire::Result<SegmentPool::Segment> SegmentPool::take_lowest(Slabs::iterator slab) {
  return take_from(slab, static_cast<unsigned>(std::countr_zero(slab->free)));
}

wire::Result<SegmentPool::Segment> SegmentPool::take_from(Slabs::iterator slab, unsigned index) {
  if ((used_ + 1) * segment_bytes > bytes_max_) return wire::Errc::ServiceUnavailable;
  Slabs& before = home_of(*slab);
  slab->free &= ~(1U << index);
  Slabs& now = home_of(*slab);
  if (&now != &before) now.splice(now.begin(), before, slab);
  ++used_;
  return Segment(slab->memory + index * segment_bytes, GiveBack{this, slab});
}

// What is beyond the spare ones goes back to the system, a segment of a slab that stays as well.
void SegmentPool::give_back(Slabs::iterator slab, std::byte* segment) noexcept {
  const std::lock_guard lock(mutex_);
  const bool enough = spare_of_all() >= spare_segments_max;
  Slabs& before = home_of(*slab);
  slab->free |= 1U << place_of(segment, slab->memory);
  --used_;
  Slabs& now = home_of(*slab);
  if (&now != &before) now.splice(now.begin(), before, slab);
  if (!enough) return;
  if (slab->free == all_free) {
    unmap_slab(slab->memory);
    now.erase(slab);
  } else {
    madvise(segment, segment_bytes, MADV_DONTNEED);
  }
}

SegmentPool::Slabs& SegmentPool::home_of(const Slab& slab) noexcept {
  if (slab.free == all_free) return empty_;
  return slab.free == 0 ? full_ : partial_;
}

std::size_t SegmentPool::spare_of_all() const noexcept {
  return (empty_.size() + partial_.size() + full_.size()) * slab_segments - used_;
}

std::size_t SegmentPool::used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

std::size_t SegmentPool::spare() const {
  const std::lock_guard lock(mutex_);
  return spare_of_all();
}

}  // namespace pail::store
