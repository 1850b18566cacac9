// Where an object is, as answers tell it. Pure.
#pragma once

#include <string>

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// The object's own URL, by the name under which the request was sent; every slash of the key is
// %2F.
std::string object_url(const Call& call);

}  // namespace pail::emulator::objects
