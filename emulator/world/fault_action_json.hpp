// What happens, as JSON: a rule's "then". fault_json.cpp has the rest of the rule.
#pragma once

#include <boost/json/object.hpp>

#include "emulator/world/fault.hpp"
#include "wire/result.hpp"

namespace pail::world {

// InvalidArgument names the member; what excludes each other is check_fault()'s to say.
wire::Result<FaultAction> read_action(const boost::json::value& then);
boost::json::object written(const FaultAction& action);

}  // namespace pail::world
