// One transaction for many swaps: judged one after the other against the trees as the earlier ones
// leave them, written, synced, and only then published. Nothing of a batch that failed is seen by
// anybody.
//
// Threads: made and run by whoever has the committer's turn.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "emulator/store/blob_disk.hpp"
#include "emulator/store/committer.hpp"
#include "emulator/store/disk_database.hpp"
#include "emulator/store/disk_space.hpp"
#include "emulator/store/edit.hpp"

namespace pail::store {

// The row of an entry, whose own storage `refs` is. nullopt: it names a blob that is not this
// store's.
std::optional<StoredRow> row_of(std::uint64_t layer, std::string_view key, const Entry* entry,
                                const BlobStore& blobs, std::string& refs);

class DiskBatch {
 public:
  DiskBatch(Forest& forest, Database& database, BlobStore& blobs, FileSystem& files,
            const Path& directory)
      : forest_(forest), database_(database), blobs_(blobs), files_(files), directory_(directory) {}

  // Sets the outcome of each.
  void commit(std::span<PendingSwap* const> swaps);

 private:
  struct Row {
    DiskSpace* space;
    const Change* change;
  };

  void judge(PendingSwap& swap);
  bool names_only_ours(std::span<const Change> changes) const;
  Edit& edit_of(DiskSpace& space);
  wire::Result<void> make_durable();
  void find_new_blobs();
  wire::Result<void> sync_folders();
  wire::Result<void> write();
  wire::Result<void> write_row(const Row& row);
  void publish();
  void refuse(std::span<PendingSwap* const> swaps, const wire::Error& error);

  Forest& forest_;
  Database& database_;
  BlobStore& blobs_;
  FileSystem& files_;
  const Path& directory_;
  std::map<DiskSpace*, std::unique_ptr<Edit>> edits_;
  std::vector<Row> rows_;
  std::vector<const DiskBlob*> new_blobs_;
};

}  // namespace pail::store
