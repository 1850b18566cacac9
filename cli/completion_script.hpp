// What a shell needs to complete `pail`: it hands the words to `pail complete`, which knows. Pure.
#pragma once

#include <string_view>

namespace pail::cli {

// `shell` is bash, zsh or fish.
std::string_view completion_script(std::string_view shell) noexcept;

}  // namespace pail::cli
