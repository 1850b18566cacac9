#include "tests/store/support/faulty_vfs.hpp"

#include <cerrno>
#include <new>

#include "tests/store/support/faulty_disk.hpp"

namespace pail::store::testing {
namespace {

// SQLite allocates szOsFile bytes for it; the real file lies behind.
struct FaultyFile {
  sqlite3_file base;
  FaultyDisk* disk;
  Path* path;  // null: a temporary file, which fails nobody
  sqlite3_file* real() noexcept { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultyFile& ours(sqlite3_file* file) noexcept {
  return *reinterpret_cast<FaultyFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) noexcept {
  return ours(file).real();
}
FaultyDisk& disk_of(sqlite3_vfs* vfs) noexcept {
  return *static_cast<FaultyDisk*>(vfs->pAppData);
}

int code_of(int fault, int io_code) noexcept {
  if (fault == 0) return SQLITE_OK;
  return fault == ENOSPC ? SQLITE_FULL : io_code;
}

int before_change(FaultyFile& file, int io_code) {
  return file.path == nullptr ? SQLITE_OK : code_of(file.disk->before_change(), io_code);
}

bool is_log(const Path& path) {
  const std::string name = path.filename().string();
  return name.ends_with("-wal") || name.ends_with("-journal");
}

int close_file(sqlite3_file* file) {
  const int code = real(file)->pMethods->xClose(real(file));
  delete ours(file).path;
  return code;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  FaultyFile& mine = ours(file);
  int code = before_change(mine, SQLITE_IOERR_WRITE);
  if (code == SQLITE_OK && mine.path != nullptr) {
    const auto end = static_cast<std::uint64_t>(offset + count);
    code = code_of(mine.disk->before_growth(*mine.path, end), SQLITE_IOERR_WRITE);
  }
  return code != SQLITE_OK ? code : real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const int code = before_change(ours(file), SQLITE_IOERR_TRUNCATE);
  return code != SQLITE_OK ? code : real(file)->pMethods->xTruncate(real(file), size);
}

int sync_file(sqlite3_file* file, int flags) {
  FaultyFile& mine = ours(file);
  int code = before_change(mine, SQLITE_IOERR_FSYNC);
  if (code == SQLITE_OK) code = real(file)->pMethods->xSync(real(file), flags);
  if (code == SQLITE_OK && mine.path != nullptr) mine.disk->synced(*mine.path, is_log(*mine.path));
  return code;
}

// What passes through as it is.
template <auto method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments) {
  return (real(file)->pMethods->*method)(real(file), arguments...);
}
void pass_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}

const sqlite3_io_methods faulty_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = pass<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = pass<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = pass_barrier,
    .xShmUnmap = pass<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr};

sqlite3_vfs* default_vfs() {
  return sqlite3_vfs_find(nullptr);
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  FaultyFile& mine = ours(file);
  mine.base.pMethods = nullptr;
  const bool creates =
      name != nullptr && (flags & SQLITE_OPEN_CREATE) != 0 && !std::filesystem::exists(name);
  if (creates) {
    const int code = code_of(disk_of(vfs).before_change(), SQLITE_CANTOPEN);
    if (code != SQLITE_OK) return code;
  }
  const int code = default_vfs()->xOpen(default_vfs(), name, mine.real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  mine.disk = &disk_of(vfs);
  mine.path = name != nullptr ? new Path(name) : nullptr;
  mine.base.pMethods = &faulty_methods;
  if (name != nullptr) mine.disk->created(name);
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  FaultyDisk& disk = disk_of(vfs);
  const int code = code_of(disk.before_change(), SQLITE_IOERR_DELETE);
  if (code != SQLITE_OK) return code;
  const int done = default_vfs()->xDelete(default_vfs(), name, sync_directory);
  if (done != SQLITE_OK) return done;
  disk.removed(name);
  if (sync_directory != 0) disk.synced_directory(Path(name).parent_path());
  return done;
}

}  // namespace

std::unique_ptr<sqlite3_vfs> make_faulty_vfs(FaultyDisk& disk, const char* name) {
  auto vfs = std::make_unique<sqlite3_vfs>(*default_vfs());
  vfs->szOsFile += static_cast<int>(sizeof(FaultyFile));
  vfs->pNext = nullptr;
  vfs->zName = name;
  vfs->pAppData = &disk;
  vfs->xOpen = open_file;
  vfs->xDelete = delete_file;
  return vfs;
}

}  // namespace pail::store::testing
