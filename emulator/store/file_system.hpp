// The few calls the disk engine makes on files of its own (the database has SQLite's VFS): one
// seam, so that tests can fail each of them, fill the disk, or cut the power.
//
// Threads: a FileSystem may be used from any thread; a File by several readers, or one writer.
// Errors: ServiceUnavailable when there is no room (ENOSPC, EDQUOT), InternalError otherwise; the
// message says what failed and the system's reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::store {

using Path = std::filesystem::path;

// Closed when destroyed.
class File {
 public:
  virtual ~File() = default;
  virtual wire::Result<void> write(wire::Bytes bytes, std::uint64_t offset) = 0;
  // Fills as much of `room` as the file has from there on; 0 at its end.
  virtual wire::Result<std::size_t> read(std::span<std::byte> room, std::uint64_t offset) const = 0;
  virtual wire::Result<std::uint64_t> size() const = 0;
  // Its bytes survive a power cut; that it has a name needs sync_directory().
  virtual wire::Result<void> sync() = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  // A new file for writing: a name that is taken is an error.
  virtual wire::Result<std::unique_ptr<File>> create(const Path& path) = 0;
  virtual wire::Result<std::unique_ptr<File>> open(const Path& path) = 0;  // for reading
  virtual wire::Result<void> rename(const Path& from, const Path& to) = 0;
  // A file that is not there is no error.
  virtual wire::Result<void> remove(const Path& path) = 0;
  // One that is there is no error.
  virtual wire::Result<void> make_directory(const Path& path) = 0;
  // What was created, renamed and removed in it survives a power cut.
  virtual wire::Result<void> sync_directory(const Path& path) = 0;
  // Names in a directory, in no order; none when there is no such directory.
  virtual wire::Result<std::vector<std::string>> list(const Path& path) const = 0;
};

std::unique_ptr<FileSystem> make_file_system();

// "cannot write /data/blobs/3f/..: No space left on device", with the code that errno deserves.
wire::Error file_error(std::string_view verb, const Path& path, int error_number);

}  // namespace pail::store
