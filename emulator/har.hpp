// A journal as a HAR 1.2 file, which browsers' tools and `pail explain --har` read. Entries of
// requests alone: what a journal says of notifications and lifecycle rules has no place there. What
// HAR has no member for stands in `_pail`. Signatures and secrets are shortened as in the journal.
//
// Pure. Spec: the HAR 1.2 draft of the W3C's Web Performance group.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "emulator/world/journal.hpp"

namespace pail::emulator {

// `version`: Pail's.
std::string har_of(std::span<const world::Journal::EntryPtr> entries, std::string_view version);

}  // namespace pail::emulator
