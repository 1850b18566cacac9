#include <algorithm>
#include <new>

#include "emulator/store/engine.hpp"

namespace pail::store {

static_assert(sizeof(Entry) % alignof(BlobPtr) == 0, "the blobs lie right behind the Entry");

Entry::Entry(std::string_view bytes, std::span<const BlobPtr> blobs)
    : blob_count_(static_cast<std::uint32_t>(blobs.size())), size_(bytes.size()) {
  auto* first = const_cast<BlobPtr*>(first_blob());
  std::uninitialized_copy(blobs.begin(), blobs.end(), first);
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(first + blobs.size()));
}

Entry::~Entry() {
  std::destroy_n(const_cast<BlobPtr*>(first_blob()), blob_count_);
}

EntryPtr make_entry(std::string_view bytes, std::span<const BlobPtr> blobs) {
  void* room = ::operator new(sizeof(Entry) + blobs.size() * sizeof(BlobPtr) + bytes.size());
  return EntryPtr(new (room) Entry(bytes, blobs));
}

void intrusive_ptr_release(const Entry* entry) noexcept {
  if (entry->owners_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  entry->~Entry();
  ::operator delete(const_cast<Entry*>(entry));
}

}  // namespace pail::store
