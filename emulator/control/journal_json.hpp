// A world's journal as the API writes it, and what may be asked of it.
#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "emulator/control/problem.hpp"
#include "emulator/world/journal.hpp"
#include "wire/json_reader.hpp"
#include "wire/query.hpp"

namespace pail::control {

// The members of a "match" document.
world::JournalMatch read_match(wire::ObjectReader& reader);
// The same members as parameters of a URL.
Outcome<world::JournalMatch> match_of(const wire::Query& query);

boost::json::array entries_json(const std::vector<world::Journal::EntryPtr>& entries);

}  // namespace pail::control
