// Reads a data directory's rows into trees: one for each layer, made from its parent's by the
// layer's own rows, so that Spaces with a common past share what they had in common in memory too.
//
// Errors: the database's. A row that does not fit its checksum is no error: its key gets an entry
// without text, which nobody can take for a record, so that one flipped bit costs one object.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "emulator/store/blob_disk.hpp"
#include "emulator/store/disk_database.hpp"
#include "emulator/store/disk_space.hpp"

namespace pail::store {

struct Loaded {
  std::map<std::string, std::shared_ptr<DiskSpace>, std::less<>> spaces;
  std::map<std::uint64_t, std::uint64_t> parents;  // of all layers; 0: none
  std::vector<std::uint64_t> blob_ids;             // named by any row, ascending; when asked for
  std::uint64_t damaged_rows = 0;
};

using OnDamagedRow = std::function<void(std::uint64_t layer, std::string_view key)>;

wire::Result<Loaded> load(Database& database, const std::shared_ptr<Forest>& forest,
                          BlobStore& blobs, bool with_blob_ids, const OnDamagedRow& on_damaged_row);

// A key for people: what is not printable ASCII becomes \xNN.
std::string printable_key(std::string_view key);

}  // namespace pail::store
