// Which Pail this is. One place: the version stands in CMakeLists.txt.
#pragma once

#include <string_view>

namespace pail::cli {

inline constexpr std::string_view version = PAIL_VERSION;

}  // namespace pail::cli
