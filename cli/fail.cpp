#include "cli/fail.hpp"

#include <fmt/format.h>

#include <CLI/Error.hpp>

namespace pail::cli {

void fail(std::string_view message, int code) {
  fmt::print(stderr, "pail: {}\n", message);
  throw CLI::RuntimeError(code);
}

}  // namespace pail::cli
