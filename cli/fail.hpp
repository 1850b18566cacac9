// How a command gives up: one line on stderr, and the exit code for main (command.hpp has the
// contract).
#pragma once

#include <CLI/Error.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "cli/command.hpp"

namespace pail::cli {

// What main prints, as text or, under --json, as an object. The message never holds a secret.
class Failure : public CLI::RuntimeError {
 public:
  Failure(std::string message, int code) : RuntimeError(std::move(message), code) {}
};

[[noreturn]] void fail(std::string_view message, int code = exit_failed);
[[noreturn]] inline void fail_usage(std::string_view message) {
  fail(message, exit_usage);
}

}  // namespace pail::cli
