#include "emulator/store/segments.hpp"

#include <sys/mman.h>

namespace pail::store {
namespace {

// Not from the heap: there a small allocation behind a segment would keep it from the system.
std::byte* map_segment() noexcept {
  void* room =
      mmap(nullptr, segment_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return room == MAP_FAILED ? nullptr : static_cast<std::byte*>(room);
}

void unmap_segment(std::byte* segment) noexcept {
  munmap(segment, segment_bytes);
}

}  // namespace

SegmentPool::~SegmentPool() {
  for (std::byte* segment : spare_) unmap_segment(segment);
}

wire::Result<SegmentPool::Segment> SegmentPool::take() {
  const std::lock_guard lock(mutex_);
  if ((used_ + 1) * segment_bytes > bytes_max_) return wire::Errc::ServiceUnavailable;
  spare_.reserve(spare_segments_max);  // so that giving back never fails
  std::byte* segment = nullptr;
  if (spare_.empty()) {
    segment = map_segment();
    if (segment == nullptr) return wire::Errc::ServiceUnavailable;
  } else {
    segment = spare_.back();
    spare_.pop_back();
  }
  ++used_;
  return Segment(segment, GiveBack{this});
}

void SegmentPool::give_back(std::byte* segment) noexcept {
  {
    const std::lock_guard lock(mutex_);
    --used_;
    if (spare_.size() < spare_segments_max) {
      spare_.push_back(segment);
      return;
    }
  }
  unmap_segment(segment);
}

std::size_t SegmentPool::used() const {
  const std::lock_guard lock(mutex_);
  return used_;
}

std::size_t SegmentPool::spare() const {
  const std::lock_guard lock(mutex_);
  return spare_.size();
}

}  // namespace pail::store
