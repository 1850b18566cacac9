// The description of the control API, openapi.json, as it was when this was built.
#pragma once

#include <string_view>

namespace pail::control {

std::string_view openapi_document() noexcept;

}  // namespace pail::control
