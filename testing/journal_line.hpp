// An entry of a journal as one line, for whoever reads a failed test or the end of a run. Pure.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/journal_entry.hpp"
#include "wire/text.hpp"

namespace pail::testing {

// "PUT /photos/cat.jpg 503 SlowDown (PutObject; fault f1)", and behind a colon the reason where
// there is one.
std::string line_of(const world::JournalEntry& entry);
// "s3://photos/cat.jpg", "no bucket"
std::string place_of(std::string_view bucket, std::string_view key);
// Text of a stranger: control characters could forge lines.
using wire::printable;
// "f1, f2"
std::string joined(const std::vector<std::string>& words);

}  // namespace pail::testing

namespace pail::world {

// How GoogleTest prints an entry.
void PrintTo(const JournalEntry& entry, std::ostream* to);

}  // namespace pail::world
