// How a command gives up: one line on stderr, and the exit code for main (command.hpp has the
// contract).
#pragma once

#include <string_view>

#include "cli/command.hpp"

namespace pail::cli {

// Prints "pail: <message>" and throws CLI::RuntimeError(code). The message never holds a secret.
[[noreturn]] void fail(std::string_view message, int code = exit_failed);
[[noreturn]] inline void fail_usage(std::string_view message) {
  fail(message, exit_usage);
}

}  // namespace pail::cli
