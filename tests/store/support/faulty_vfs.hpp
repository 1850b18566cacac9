// The SQLite half of a FaultyDisk: a VFS over the default one.
#pragma once

#include <sqlite3.h>

#include <memory>

namespace pail::store::testing {

class FaultyDisk;

// Both must outlive every connection.
std::unique_ptr<sqlite3_vfs> make_faulty_vfs(FaultyDisk& disk, const char* name);

}  // namespace pail::store::testing
