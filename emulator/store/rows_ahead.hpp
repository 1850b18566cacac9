// A layer's rows, read on a thread of their own while the caller makes something of those before:
// opening a million rows takes as long as the slower half, not as both.
#pragma once

#include <cstdint>
#include <functional>

#include "emulator/store/disk_database.hpp"

namespace pail::store {

// In key order, on the caller's thread. Until it returns the database belongs to the reader.
// Errors: the database's; the rows before it have been visited then.
wire::Result<void> each_row_ahead(Database& database, std::uint64_t layer,
                                  const std::function<void(const StoredRow&)>& visit);

}  // namespace pail::store
