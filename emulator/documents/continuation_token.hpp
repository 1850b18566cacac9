// Continuation tokens: opaque to clients, to us the name behind which the next page goes on. A
// version byte in front lets a later release tell its own. Pure.
#pragma once

#include <string>
#include <string_view>

#include "emulator/operation.hpp"

namespace pail::emulator::documents {

std::string make_token(std::string_view last);
// InvalidArgument "The continuation token provided is incorrect" for anything we did not make.
Result<std::string> read_token(std::string_view token);

}  // namespace pail::emulator::documents
