// What the client's bodies and sinks share: whole writes, and the failures of this machine's own
// files as the Error that every operation returns.
#pragma once

#include <string>
#include <string_view>

#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::client {

// "cannot <what> <path>: <the system's reason>". UnknownError: S3 has no code for it, and none
// comes over the wire.
wire::Error file_error(std::string_view what, std::string_view path, int error_number);

// All of it, however many calls that takes. `name` is for the message.
wire::Result<void> write_all(int descriptor, wire::Bytes bytes, std::string_view name);

}  // namespace pail::client
