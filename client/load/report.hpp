// A measurement as people and programs read it. Pure. docs/bench.md has the members of the JSON.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "client/load/results.hpp"

namespace pail::client::load {

struct Report {
  Plan plan;
  std::string server;        // "http://127.0.0.1:9000"
  std::string_view signing;  // "v2", "v4", "none"
  std::string size;          // as it was asked for
  Measurement found;
  // Names the run that two results come from which were measured in turn; empty: it was alone.
  std::string interleaved;
};

// One object for the whole, with a list of operations, one of intervals and one of rounds.
boost::json::object json_of(const Report& report);
// A head, a line for each operation, and one for all.
std::string csv_of(const Report& report);
// The same for a terminal, and which errors there were.
std::string table_of(const Report& report);
// "get  12,345 req/s  12.1 MB/s  p99 1.2 ms": of one interval, for a line that changes.
std::string rate_text(const Row& row, double seconds);

}  // namespace pail::client::load
