#include "emulator/store/blob_memory.hpp"

#include <algorithm>
#include <utility>

namespace pail::store {
namespace {

// The pieces of one blob, all but the last of segment_bytes. The pool comes first: it goes last.
struct Pieces {
  std::shared_ptr<SegmentPool> pool;
  std::vector<SegmentPool::Segment> segments;
  std::unique_ptr<std::byte[]> tail;  // behind the segments, or null
  std::uint64_t size = 0;

  std::byte* segment_at(std::uint64_t offset) const noexcept {
    const auto index = static_cast<std::size_t>(offset / segment_bytes);
    return index < segments.size() ? segments[index].get() : tail.get();
  }
};

class MemoryBlob final : public Blob {
 public:
  explicit MemoryBlob(Pieces pieces) noexcept : pieces_(std::move(pieces)) {}

  std::uint64_t size() const noexcept override { return pieces_.size; }

  Result<Bytes> read(std::uint64_t offset, std::size_t bytes_max,
                     std::vector<std::byte>& /*scratch*/) const override {
    if (offset >= pieces_.size) return Bytes();
    const std::uint64_t wanted = std::min<std::uint64_t>(pieces_.size - offset, bytes_max);
    const std::uint64_t within = offset % segment_bytes;
    const std::byte* const begin = pieces_.segment_at(offset) + within;
    // Neighbours in memory are read as one piece.
    std::uint64_t here = segment_bytes - within;
    while (here < wanted && pieces_.segment_at(offset + here) == begin + here) {
      here += segment_bytes;
    }
    return Bytes(begin, static_cast<std::size_t>(std::min(here, wanted)));
  }

 private:
  Pieces pieces_;
};

class MemoryBlobWriter final : public BlobWriter {
 public:
  explicit MemoryBlobWriter(std::shared_ptr<SegmentPool> pool) { pieces_.pool = std::move(pool); }

  Result<void> write(Bytes piece) override {
    while (!piece.empty()) {
      const auto within = static_cast<std::size_t>(pieces_.size % segment_bytes);
      if (within == 0) {
        auto& segments = pieces_.segments;
        PAIL_TRY(auto segment, segments.empty() ? pieces_.pool->take()
                                                : pieces_.pool->take_behind(segments.back()));
        segments.push_back(std::move(segment));
      }
      const std::size_t length = std::min(segment_bytes - within, piece.size());
      std::copy_n(piece.begin(), length, pieces_.segments.back().get() + within);
      pieces_.size += length;
      piece = piece.subspan(length);
    }
    return wire::ok();
  }

  Result<BlobPtr> close() override {
    const auto used = static_cast<std::size_t>(pieces_.size % segment_bytes);
    if (used > 0 && used < segment_bytes / 2) {
      pieces_.tail.reset(new std::byte[used]);
      std::copy_n(pieces_.segments.back().get(), used, pieces_.tail.get());
      pieces_.segments.pop_back();
    }
    pieces_.segments.shrink_to_fit();
    return BlobPtr(std::make_shared<const MemoryBlob>(std::move(pieces_)));
  }

 private:
  Pieces pieces_;
};

}  // namespace

std::unique_ptr<BlobWriter> make_memory_blob_writer(std::shared_ptr<SegmentPool> pool) {
  return std::make_unique<MemoryBlobWriter>(std::move(pool));
}

}  // namespace pail::store
