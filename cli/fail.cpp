#include "cli/fail.hpp"

namespace pail::cli {

void fail(std::string_view message, int code) {
  throw Failure(std::string(message), code);
}

}  // namespace pail::cli
