// Blobs on disk: small ones are rows of the database, written in the same transaction as the first
// entry that names them; larger ones are a file each, complete before that transaction.
//
// Ownership: a DiskBlob stands for its bytes as long as an entry, or a reader, holds it; when the
// last one lets go, the bytes are discarded (Trash) unless the store has been closed. Blobs may
// outlive the engine: they keep the BlobStore.
//
// Threads: any. Errors: plain codes, ServiceUnavailable without room, else InternalError; what
// happened goes to `report`, since paths are nobody's business who sends an S3 request.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "emulator/store/body_cache.hpp"
#include "emulator/store/disk_format.hpp"
#include "emulator/store/engine.hpp"
#include "emulator/store/file_system.hpp"
#include "emulator/store/sqlite.hpp"
#include "emulator/store/trash.hpp"

namespace pail::store {

// Where a row of SQLite and a file cost about the same (measured: a row wins three to four times at
// 16 KiB, a file from 64 to 256 KiB on).
inline constexpr std::size_t body_row_bytes_max = 64 * 1024;

using Report = std::function<void(std::string_view sentence)>;

struct BlobStoreOptions {
  Path directory;
  bool sync;  // files are synced before they are named
  FileSystem* files;
  const char* sqlite_vfs;
  std::uint64_t first_id;
  Report report;
};

class BlobStore : public std::enable_shared_from_this<BlobStore> {
 public:
  explicit BlobStore(BlobStoreOptions options);

  std::unique_ptr<BlobWriter> writer();
  // A blob that a row names.
  BlobPtr restore(const BlobRef& ref);
  std::uint64_t first_id() const noexcept { return options_.first_id; }
  bool syncs() const noexcept { return options_.sync; }
  // How many blobs are held by anybody.
  std::uint64_t held() const noexcept { return held_.load(std::memory_order_relaxed); }
  // From now on letting go of a blob discards nothing. Waiting connections are closed.
  void close();
  // Of a blob that no entry names: gone, or found by the sweep of the next opening.
  void remove_file(std::uint64_t id) noexcept;
  // Tells what happened.
  void tell(const wire::Error& error) const;
  // ... and gives the plain error.
  wire::Error told(const wire::Error& error) const;

  BodyCache cache;
  Trash trash;

 private:
  friend class DiskBlob;
  friend class DiskBlobWriter;
  struct Reader {
    Connection connection;
    Statement select;
  };

  std::uint64_t next_id() noexcept { return next_id_.fetch_add(1, std::memory_order_relaxed); }
  wire::Result<std::unique_ptr<File>> create_file(std::uint64_t id);
  Path path_of(std::uint64_t id) const { return blob_file(options_.directory, id).file; }
  wire::Result<std::unique_ptr<Reader>> take_reader();
  wire::Result<std::string> read_row(const BlobRef& ref);
  wire::Result<Bytes> read_file(const BlobRef& ref, std::uint64_t offset, std::size_t bytes,
                                std::vector<std::byte>& scratch) const;

  const BlobStoreOptions options_;
  std::atomic<std::uint64_t> next_id_;
  std::atomic<std::uint64_t> held_{0};
  std::atomic<bool> closed_{false};
  std::array<std::atomic<bool>, 256> has_folder_{};
  std::mutex mutex_;  // of readers_
  std::vector<std::unique_ptr<Reader>> readers_;
};

class DiskBlob final : public Blob {
 public:
  // How far the bytes have come. `tried`: the transaction with them failed, and what of it is on
  // disk is not known before the next one has succeeded.
  enum class State : std::uint8_t { fresh, tried, stored };

  DiskBlob(std::shared_ptr<BlobStore> store, const BlobRef& ref, State state) noexcept;
  DiskBlob(const DiskBlob&) = delete;
  DiskBlob& operator=(const DiskBlob&) = delete;
  ~DiskBlob() override;

  std::uint64_t size() const noexcept override { return ref_.size; }
  Result<Bytes> read(std::uint64_t offset, std::size_t bytes_max,
                     std::vector<std::byte>& scratch) const override;
  std::optional<Result<Bytes>> read_at_once(std::uint64_t offset, std::size_t bytes_max,
                                            std::vector<std::byte>& scratch) const override;

  const BlobRef& ref() const noexcept { return ref_; }
  const BlobStore& store() const noexcept { return *store_; }
  State state() const noexcept { return state_.load(std::memory_order_relaxed); }
  void set_state(State state) const noexcept { state_.store(state, std::memory_order_relaxed); }

 private:
  const std::shared_ptr<BlobStore> store_;
  const BlobRef ref_;
  mutable std::atomic<State> state_;
};

}  // namespace pail::store
