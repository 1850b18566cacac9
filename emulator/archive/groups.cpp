#include "emulator/archive/groups.hpp"

namespace pail::archive {

void Groups::rewind() {
  cursor_->seek({});
  met_ = 0;
}

bool Groups::is_full(const Group& group) const noexcept {
  return group.rows.size() >= group_rows_max || group.row_bytes >= group_row_bytes_max ||
         group.blob_bytes >= group_blob_bytes_max;
}

wire::Result<Group> Groups::next() {
  Group group;
  for (; cursor_->valid() && !is_full(group); cursor_->next()) {
    const store::EntryPtr& entry = cursor_->entry();
    const std::uint64_t size =
        row_size(cursor_->key().size(), entry->blobs().size(), entry->text().size());
    if (size > row_bytes_max) {
      return wire::Error(wire::Errc::InvalidArgument,
                         "The world cannot be exported: one of its entries has " +
                             std::to_string(size) + " bytes.");
    }
    group.row_bytes += size;
    add_blobs(group, *entry);
    group.rows.emplace_back(cursor_->key(), entry);
  }
  return group;
}

void Groups::add_blobs(Group& group, const store::Entry& entry) {
  for (const store::BlobPtr& blob : entry.blobs()) {
    const BlobRef next{known_.size() + 1, 0};
    if (known_.try_emplace(blob.get(), next).first->second.number <= met_) continue;
    ++met_;
    group.new_blobs.push_back(blob);
    group.blob_bytes += blob->size();
  }
}

}  // namespace pail::archive
