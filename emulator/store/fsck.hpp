// Looks at every byte of a data directory: rows, layers, bodies, files. Changes nothing but what
// opening a database takes (its write-ahead log is read back).
//
// Needs the directory for itself: the lock is held meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "emulator/store/disk.hpp"

namespace pail::store {

// One thing that is wrong, or could be given back.
struct Finding {
  enum class Kind : std::uint8_t {
    database,      // SQLite's own check failed, or the database cannot be read on
    layer,         // a Space or a layer stands on one that is not there
    row,           // a row does not fit its checksum
    body_missing,  // a body, row or file, that a visible entry names
    body_damaged,
    orphan  // a body or a file that no entry names: no damage; the next start sweeps it
  };
  Kind kind;
  std::string space;  // where it is seen; empty where it belongs to none
  std::string key;    // of the row; empty where there is none
  std::string detail;
};
std::string_view name(Finding::Kind kind) noexcept;  // "body-damaged"

struct FsckReport {
  std::uint64_t spaces = 0;
  std::uint64_t entries = 0;  // visible in any Space, shared ones once for each
  std::uint64_t bodies = 0;   // rows and files that were read
  std::uint64_t bytes = 0;    // of them
  std::uint64_t damage = 0;   // findings but orphans
  std::uint64_t orphans = 0;
};

// Errors: as open_disk_engine(); damage is a finding, not an error.
Result<FsckReport> fsck(const DiskOptions& options,
                        const std::function<void(const Finding&)>& on_finding);

}  // namespace pail::store
