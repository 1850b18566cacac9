// Which keys can be files below a folder. Pure.
#pragma once

#include <string_view>

#include "wire/result.hpp"

namespace pail::client::sync {

// InvalidArgument, with the reason, for a key that would lead out of the folder, to the folder
// itself, to another file than its neighbour ("a//b"), or to no file at all: one with an empty
// component, "." or "..", a NUL, or a name longer than file systems take.
wire::Result<void> check_local_name(std::string_view key);

}  // namespace pail::client::sync
