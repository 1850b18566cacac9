// A disk that fails to order: a FileSystem and an SQLite VFS over the real ones, both counted and
// steered by one script. Only calls that change something are counted: creating, writing, syncing,
// truncating, renaming, removing.
//
// A power cut leaves what was synced. A file's bytes are safe after its sync, its name after the
// sync of its directory (SQLite's VFS syncs the directory of a log along with its first sync).
// What was not synced is gone, or, torn, there sector by sector as a coin falls.
//
// Threads: any.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "emulator/store/file_system.hpp"

namespace pail::store::testing {

enum class Fault : std::uint8_t { no_space, io_error, power_cut };

class FaultyDisk {
 public:
  explicit FaultyDisk(Path directory);
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;
  ~FaultyDisk();

  FileSystem& files() noexcept { return *files_; }
  const char* sqlite_vfs() const noexcept { return name_.c_str(); }

  // The `call`th call from now on, counted from 1, fails; `forever`: and all behind it. A power cut
  // is always forever.
  void fail_at(std::uint64_t call, Fault fault, bool forever);
  // So many bytes may still be added to files.
  void limit_room(std::uint64_t bytes);
  void repair();
  std::uint64_t calls() const;
  // After a power cut, once everything is closed: puts the directory into the state in which the
  // next start finds it.
  void settle_power_cut(bool torn, unsigned seed);

  // For the doubles. 0, or the errno the call fails with.
  int before_change();
  int before_growth(const Path& path, std::uint64_t end);
  void created(const Path& path);
  void removed(const Path& path);
  void renamed(const Path& from, const Path& to);
  void synced(const Path& path, bool with_name);
  void synced_directory(const Path& path);

 private:
  static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
  struct Inode {
    std::string durable;
  };
  using Names = std::map<Path, std::shared_ptr<Inode>>;

  const Path directory_;
  const std::string name_;
  std::unique_ptr<FileSystem> real_;
  std::unique_ptr<FileSystem> files_;
  std::unique_ptr<sqlite3_vfs> vfs_;

  mutable std::mutex mutex_;
  std::uint64_t calls_ = 0;
  std::uint64_t fails_from_ = never;
  std::uint64_t fails_to_ = never;
  Fault fault_ = Fault::io_error;
  std::uint64_t room_ = never;
  Names names_;    // as the process sees them, directories with a null inode
  Names durable_;  // as they would be found
};

}  // namespace pail::store::testing
