#include "emulator/store/disk_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "emulator/store/disk_format.hpp"
#include "emulator/store/sqlite.hpp"

namespace pail::store {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

Error refusal(const Path& directory, const std::string& reason) {
  return Error(Errc::InternalError, directory.string() + " " + reason);
}

// The first 100 bytes of a database: https://www.sqlite.org/fileformat.html#the_database_header.
// Read before SQLite gets to see the file, since opening a database may already write to it.
struct DatabaseHeader {
  static constexpr std::size_t bytes = 100;
  static constexpr std::string_view magic = {"SQLite format 3", 16};

  std::array<std::byte, bytes> raw{};

  std::uint32_t big_endian(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value << 8 | std::to_integer<std::uint32_t>(raw[at + i]);
    return value;
  }
  bool is_sqlite() const { return wire::as_text(raw).starts_with(magic); }
  std::uint32_t user_version() const { return big_endian(60); }
  std::uint32_t application_id() const { return big_endian(68); }
};

Result<void> check_database(const Path& directory, FileSystem& files) {
  PAIL_TRY(const auto file, files.open(directory / database_name));
  DatabaseHeader header;
  PAIL_TRY(const std::size_t got, file->read(header.raw, 0));
  if (got < header.bytes || !header.is_sqlite() || header.application_id() != disk_application_id) {
    return refusal(directory, "has a " + std::string(database_name) +
                                  " that is not Pail's, or whose beginning is damaged");
  }
  if (header.user_version() != disk_format_version) {
    return refusal(directory, "was written in format " + std::to_string(header.user_version()) +
                                  "; this version of Pail knows format " +
                                  std::to_string(disk_format_version) + " only");
  }
  return wire::ok();
}

// A start that did not get far leaves these, and so does mkfs.
bool may_lie_in_a_new_directory(std::string_view name) {
  return name == lock_name || name.starts_with(unfinished_database_name) || name == "lost+found";
}

enum class Kind : std::uint8_t { empty, ours };

Result<Kind> kind_of(const Path& directory, FileSystem& files) {
  PAIL_TRY(const std::vector<std::string> names, files.list(directory));
  if (std::find(names.begin(), names.end(), database_name) != names.end()) {
    PAIL_TRY(check_database(directory, files));
    return Kind::ours;
  }
  if (std::all_of(names.begin(), names.end(), may_lie_in_a_new_directory)) return Kind::empty;
  return refusal(directory, "is not empty and not a data directory of Pail; choose another one");
}

Result<void> make_database(const Path& directory, FileSystem& files, const char* sqlite_vfs) {
  const Path unfinished = directory / unfinished_database_name;
  PAIL_TRY(files.remove(unfinished));
  PAIL_TRY(files.remove(unfinished.string() + "-journal"));
  PAIL_TRY(files.create(unfinished));  // readable by nobody else, as SQLite would have it
  {
    PAIL_TRY(Connection connection,
             Connection::open(unfinished.string(), Connection::Mode::create, sqlite_vfs));
    PAIL_TRY(connection.run("PRAGMA synchronous = FULL; BEGIN;"));
    PAIL_TRY(connection.run(disk_schema));
    const std::string identity = "PRAGMA application_id = " + std::to_string(disk_application_id) +
                                 "; PRAGMA user_version = " + std::to_string(disk_format_version) +
                                 "; COMMIT;";
    PAIL_TRY(connection.run(identity.c_str()));
  }
  PAIL_TRY(files.rename(unfinished, directory / database_name));
  return files.sync_directory(directory.parent_path());
}

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const Path& directory) {
  const Path path = directory / lock_name;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return file_error("open", path, errno);
  DirectoryLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return file_error("lock", path, errno);
  return refusal(directory, "is in use by another pail");
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<DirectoryLock> claim_directory(const Path& directory, FileSystem& files,
                                      const char* sqlite_vfs) {
  PAIL_TRY(files.make_directory(directory));
  PAIL_TRY(kind_of(directory, files));
  PAIL_TRY(DirectoryLock lock, DirectoryLock::take(directory));
  // Once more: whoever held the lock until now may have made the database.
  PAIL_TRY(const Kind kind, kind_of(directory, files));
  if (kind == Kind::empty) {
    PAIL_TRY(make_database(directory, files, sqlite_vfs));
  }
  // Every time: the start that made the database may not have come this far.
  PAIL_TRY(files.make_directory(directory / blobs_name));
  PAIL_TRY(files.sync_directory(directory));
  return lock;
}

Result<DirectoryLock> claim_existing_directory(const Path& directory, FileSystem& files) {
  PAIL_TRY(const Kind kind, kind_of(directory, files));
  if (kind == Kind::empty) return refusal(directory, "holds no data of Pail");
  return DirectoryLock::take(directory);
}

}  // namespace pail::store
