// The engine that keeps everything in a directory: the tree of the memory engine as index, SQLite
// for the rows and small bodies under it, a file for each larger body. docs/disk-format.md
// describes the directory.
//
// What a swap has answered is durable. Reads look at memory only, but for bodies that are not
// cached, and never wait for a write.
//
// One process at a time: the directory is locked from open_disk_engine() until the engine and all
// its Spaces are gone. Blobs may be read after that.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "emulator/store/engine.hpp"
#include "emulator/store/file_system.hpp"

namespace pail::store {

enum class Durability : std::uint8_t {
  sync,  // on the disk before it is acknowledged: survives a power cut
  none   // in the system's memory: survives the process, and a kill
};

struct DiskOptions {
  std::filesystem::path directory;
  Durability durability = Durability::sync;
  // Called with one sentence about damage that was found, or a disk that fails. From any thread.
  std::function<void(std::string_view sentence)> report = {};
  // For tests that make disks fail. Null: the real ones. Must outlive engine and blobs.
  FileSystem* files = nullptr;
  const char* sqlite_vfs = nullptr;
};

// Makes the directory when there is none, and a store of it when it is empty. Errors are one
// sentence for whoever started the program: InternalError when the directory is in use, is not
// ours, was written by a newer version, or cannot be read; ServiceUnavailable when the disk is
// full.
Result<std::unique_ptr<Engine>> open_disk_engine(DiskOptions options);

}  // namespace pail::store
