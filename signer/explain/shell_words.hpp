// A command line split as a POSIX shell splits it: quotes of all three kinds, backslashes, line
// continuations. Nothing is expanded: what only a running shell knows is refused by name.
// Pure. InvalidArgument with the reason.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::signer::explain {

// The words of the first command in `text`: a pipe, a redirection, a semicolon or a line end ends
// it.
wire::Result<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace pail::signer::explain
