// What happens, as JSON: a rule's "then". fault_json.cpp has the rest of the rule.
#pragma once

#include <boost/json/object.hpp>

#include "emulator/world/fault.hpp"
#include "wire/json_reader.hpp"

namespace pail::world {

// What excludes each other is check_fault()'s to say.
FaultAction read_action(wire::ObjectReader& reader);
boost::json::object written(const FaultAction& action);

}  // namespace pail::world
