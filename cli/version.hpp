// Which Pail this is. One place: the version stands in CMakeLists.txt.
#pragma once

#include <string_view>

namespace pail::cli {

inline constexpr std::string_view version = PAIL_VERSION;
// Of this version's manual pages; of the version and not of the build, so that builds are alike.
inline constexpr std::string_view manual_date = "2026-11-22";

}  // namespace pail::cli
