// Blobs in memory: whole segments, and a tail. A tail shorter than half a segment moves to an
// allocation of its own size, so that a blob never holds more than twice its bytes.
#pragma once

#include "emulator/store/engine.hpp"
#include "emulator/store/segments.hpp"

namespace pail::store {

// Blobs of it may outlive everything but the pool, which they share.
std::unique_ptr<BlobWriter> make_memory_blob_writer(std::shared_ptr<SegmentPool> pool);

}  // namespace pail::store
