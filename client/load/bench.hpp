// A whole bench: objects are written, loads measured, and what was stored is deleted, also when it
// is cancelled on the way. Two sides, where there are two, are measured in turn, round by round, so
// that whatever else the machine does befalls both.
//
// Threads and lifetimes as of client.hpp. Errors: those of the preparation, or of cleaning up; what
// happens to a measured request is counted. A bench that was cancelled while it measured succeeds:
// its measurement says that it was interrupted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "client/client.hpp"
#include "client/load/measure.hpp"

namespace pail::client::load {

struct Side {
  Side(Client* client, Plan what, Course where)
      : s3(client), plan(std::move(what)), course(std::move(where)) {}

  Client* s3;  // prepares and cleans up
  Plan plan;
  Course course;
  Measurement result;
};

struct Standing {
  std::size_t side = 0;
  unsigned round = 0;
  std::uint64_t prepared = 0;  // while `progress` is null
  const Progress* progress = nullptr;
};

Task<void> bench(std::vector<Side>& sides, std::function<void(const Standing&)> watch);

}  // namespace pail::client::load
