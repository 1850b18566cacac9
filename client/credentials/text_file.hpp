// The small files that credentials come from.
#pragma once

#include <string>

#include "wire/result.hpp"

namespace pail::client::credentials {

// A token's file: its text without white space around it. InvalidArgument, with the path, when it
// cannot be read, is empty or too long, or holds a line break: the token becomes part of a header.
wire::Result<std::string> read_token(const std::string& path);
// The same for a token that is at hand; `from` says where, for the message.
wire::Result<std::string> checked_token(std::string token, std::string_view from);

}  // namespace pail::client::credentials
