// Whether a directory is a store of ours, and whose it is at the moment. Nothing is written before
// that is clear.
//
// Errors: InternalError with a sentence that names the directory; ServiceUnavailable without room.
#pragma once

#include "emulator/store/file_system.hpp"

namespace pail::store {

// Held by the one process that uses the directory; the system lets go of it when that dies.
class DirectoryLock {
 public:
  static wire::Result<DirectoryLock> take(const Path& directory);
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&&) = delete;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) noexcept : descriptor_(descriptor) {}
  int descriptor_;
};

// Makes `directory` when it is missing, refuses what is not ours or too new, takes the lock and
// makes the database when there is none.
wire::Result<DirectoryLock> claim_directory(const Path& directory, FileSystem& files,
                                            const char* sqlite_vfs);
// The same for a directory that must be a store already; nothing is made.
wire::Result<DirectoryLock> claim_existing_directory(const Path& directory, FileSystem& files);

}  // namespace pail::store
