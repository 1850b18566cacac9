#include "emulator/store/disk_batch.hpp"

#include <algorithm>
#include <set>

namespace pail::store {
namespace {

using wire::Result;

// Discarded bodies that go along with a transaction, beside one for each row of it: enough to catch
// up, too few to be felt.
constexpr std::size_t erased_bodies_beside = 64;

const DiskBlob* ours(const BlobPtr& blob, const BlobStore& store) noexcept {
  const auto* mine = dynamic_cast<const DiskBlob*>(blob.get());
  return mine != nullptr && &mine->store() == &store ? mine : nullptr;
}

bool changes_something(const Change& change) noexcept {
  return !change.compare_only && (change.expected || change.replacement);
}

}  // namespace

std::optional<StoredRow> row_of(std::uint64_t layer, std::string_view key, const Entry* entry,
                                const BlobStore& blobs, std::string& refs) {
  refs.clear();
  StoredRow row{key, std::nullopt, {}, 0};
  if (entry != nullptr) {
    for (const BlobPtr& blob : entry->blobs()) {
      const DiskBlob* mine = ours(blob, blobs);
      if (mine == nullptr) return std::nullopt;
      append_blob_ref(refs, mine->ref());
    }
    row.record = entry->text();
  }
  row.blob_refs = refs;
  row.crc = row_crc(layer, key, row.record, refs);
  return row;
}

void DiskBatch::commit(std::span<PendingSwap* const> swaps) {
  for (PendingSwap* swap : swaps) judge(*swap);
  // After a failure even "nothing was there to erase" has to be made sure of.
  const bool writes = !rows_.empty() || database_.uncertain();
  const Result<void> durable = writes ? make_durable() : wire::ok();
  if (durable) {
    publish();
  } else {
    refuse(swaps, blobs_.told(durable.error()));
  }
}

void DiskBatch::judge(PendingSwap& swap) {
  if (!names_only_ours(swap.changes)) {
    swap.outcome = blobs_.told(
        wire::Error(wire::Errc::InternalError, "an entry names a blob of another engine"));
    return;
  }
  Edit& edit = edit_of(*swap.space);
  swap.outcome = edit.holds(swap.changes);
  if (!swap.outcome.value()) return;
  for (const Change& change : swap.changes) {
    if (!changes_something(change)) continue;
    edit.set(change.key, change.replacement);
    rows_.push_back({swap.space, &change});
  }
}

bool DiskBatch::names_only_ours(std::span<const Change> changes) const {
  return std::all_of(changes.begin(), changes.end(), [&](const Change& change) {
    if (change.compare_only || !change.replacement) return true;
    const auto blobs = change.replacement->blobs();
    return std::all_of(blobs.begin(), blobs.end(),
                       [&](const BlobPtr& blob) { return ours(blob, blobs_) != nullptr; });
  });
}

Edit& DiskBatch::edit_of(DiskSpace& space) {
  std::unique_ptr<Edit>& edit = edits_[&space];
  if (!edit) edit = space.index.edit();
  return *edit;
}

Result<void> DiskBatch::make_durable() {
  find_new_blobs();
  PAIL_TRY(sync_folders());
  for (const DiskBlob* blob : new_blobs_) blob->set_state(DiskBlob::State::tried);
  const std::vector<std::uint64_t> discarded =
      blobs_.trash.take_rows(rows_.size() + erased_bodies_beside);
  Result<void> written = database_.transact([&]() -> Result<void> {
    for (const std::uint64_t id : discarded) {
      PAIL_TRY(database_.erase_body(id));
    }
    return write();
  });
  if (!written) {
    blobs_.trash.give_back_rows(discarded);
    return written;
  }
  blobs_.trash.settle();
  for (const DiskBlob* blob : new_blobs_) {
    blob->set_state(DiskBlob::State::stored);
    if (blob->ref().place == BlobPlace::row) blobs_.cache.unpin(blob->ref().id);
  }
  return written;
}

// Named for the first time, or since a transaction failed.
void DiskBatch::find_new_blobs() {
  for (const Row& row : rows_) {
    if (!row.change->replacement) continue;
    for (const BlobPtr& blob : row.change->replacement->blobs()) {
      const auto* mine = static_cast<const DiskBlob*>(blob.get());
      if (mine->state() != DiskBlob::State::stored) new_blobs_.push_back(mine);
    }
  }
  std::sort(new_blobs_.begin(), new_blobs_.end());
  new_blobs_.erase(std::unique(new_blobs_.begin(), new_blobs_.end()), new_blobs_.end());
}

// The files' bytes were synced by those who wrote them, side by side; their names are here.
Result<void> DiskBatch::sync_folders() {
  if (!blobs_.syncs()) return wire::ok();
  std::set<Path> folders;
  for (const DiskBlob* blob : new_blobs_) {
    if (blob->ref().place == BlobPlace::file) {
      folders.insert(blob_file(directory_, blob->ref().id).folder);
    }
  }
  for (const Path& folder : folders) {
    PAIL_TRY(files_.sync_directory(folder));
  }
  return wire::ok();
}

Result<void> DiskBatch::write() {
  for (const DiskBlob* blob : new_blobs_) {
    const BlobRef& ref = blob->ref();
    if (ref.place == BlobPlace::row) {
      PAIL_TRY(database_.put_body(ref.id, blobs_.cache.pinned(ref.id)));
    }
  }
  for (const Row& row : rows_) {
    PAIL_TRY(write_row(row));
  }
  return wire::ok();
}

Result<void> DiskBatch::write_row(const Row& row) {
  LayerTip& layer = row.space->layer;
  const Change& change = *row.change;
  if (!change.replacement && layer.parent == 0) return database_.erase_row(layer.id, change.key);
  layer.has_rows = true;
  std::string refs;
  const auto stored = row_of(layer.id, change.key, change.replacement.get(), blobs_, refs);
  return database_.put_row(layer.id, *stored);
}

void DiskBatch::publish() {
  Removal removal(forest_);
  for (auto& [space, edit] : edits_) space->index.publish(*edit, removal);
  edits_.clear();
}

// Whoever would have lost against what is really there has lost; whoever only compared has his
// answer.
void DiskBatch::refuse(std::span<PendingSwap* const> swaps, const wire::Error& error) {
  edits_.clear();
  for (PendingSwap* swap : swaps) {
    if (!swap->outcome) continue;
    const bool holds = swap->space->index.edit()->holds(swap->changes);
    const bool only_compared =
        std::all_of(swap->changes.begin(), swap->changes.end(),
                    [](const Change& change) { return change.compare_only; });
    if (holds && !only_compared) {
      swap->outcome = error;
    } else {
      swap->outcome = holds;
    }
  }
}

}  // namespace pail::store
