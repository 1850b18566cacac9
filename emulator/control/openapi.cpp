#include "emulator/control/openapi.hpp"

namespace pail::control {
namespace {
#include "emulator/control/openapi.json.inc"
}  // namespace

std::string_view openapi_document() noexcept {
  return {openapi_json, sizeof openapi_json};
}

}  // namespace pail::control
