// What the Spaces of one disk engine have in common: the directory, the database, the committer,
// and a keeper that tidies up behind them. Lives as long as the engine or any of its Spaces.
//
// Threads: any. Errors on the way of a request are plain codes (blob_disk.hpp).
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "emulator/store/blob_disk.hpp"
#include "emulator/store/committer.hpp"
#include "emulator/store/disk.hpp"
#include "emulator/store/disk_database.hpp"
#include "emulator/store/disk_directory.hpp"
#include "emulator/store/disk_load.hpp"
#include "emulator/store/disk_space.hpp"
#include "emulator/store/disk_tidy.hpp"

namespace pail::store {

class DiskCore {
 public:
  static Result<std::shared_ptr<DiskCore>> open(DiskOptions options);
  DiskCore(const DiskCore&) = delete;
  DiskCore& operator=(const DiskCore&) = delete;
  ~DiskCore();

  Result<std::shared_ptr<DiskSpace>> open_space(std::string_view name);
  Result<std::shared_ptr<DiskSpace>> fork(DiskSpace& source, std::string_view name);
  Result<void> drop(std::string_view name);
  void drop_later(std::string_view name);
  std::vector<std::string> names() const;

  Result<bool> swap(DiskSpace& space, std::span<const Change> changes);
  BlobStore& blobs() noexcept { return *blobs_; }
  std::uint64_t entry_count() const noexcept {
    return forest_->entries.load(std::memory_order_relaxed);
  }

 private:
  struct Parts;
  explicit DiskCore(Parts parts);

  void commit(std::span<PendingSwap* const> swaps);
  // Somebody whom a new Space leaves its layer to share: from now on he writes to `layer`.
  struct Moved {
    DiskSpace* space;
    LayerTip layer;
  };
  Result<void> add_space(const std::shared_ptr<DiskSpace>& space,
                         const std::optional<Moved>& moved);
  Result<void> told(Result<void> outcome) const;
  void keep();
  void drop_doomed();
  bool tidy();
  void relayer(std::uint64_t layer, std::uint64_t parent);
  void remove_discarded_files();
  Result<void> erase_discarded_bodies(std::size_t count_max);
  void close();

  const Path directory_;
  const std::unique_ptr<FileSystem> own_files_;  // when the options had none
  FileSystem& files_;
  const DirectoryLock lock_;
  const std::shared_ptr<Forest> forest_;
  const std::shared_ptr<BlobStore> blobs_;
  const std::uint64_t opening_;

  Committer committer_;
  // Belong to whoever has the committer's turn:
  Database database_;
  Layers layers_;
  Tidy tidy_;
  const bool is_whole_;  // no damaged row was found

  mutable std::mutex mutex_;  // taken before the committer's turn, never after
  // Changed under mutex_ and in the committer's turn, read in either.
  std::map<std::string, std::shared_ptr<DiskSpace>, std::less<>> spaces_;

  mutable std::mutex doomed_mutex_;  // taken after mutex_, held for moments
  std::set<std::string, std::less<>> doomed_;

  std::atomic<bool> closing_{false};
  std::thread keeper_;
};

}  // namespace pail::store
