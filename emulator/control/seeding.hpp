// Seeds that come over HTTP: they name no files.
#pragma once

#include <boost/json/object.hpp>

#include "emulator/control/call.hpp"

namespace pail::control {

// {"buckets_made":...}: what was done. A mistake has the line where it stands in `text`.
Outcome<boost::json::object> apply_seed(const Call& call, world::World& world, std::string text);

}  // namespace pail::control
