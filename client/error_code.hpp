// The code of an error as the server wrote it: what retry.hpp and corrections.hpp decide by.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "wire/error.hpp"

namespace pail::client {

// Whether or not S3 has such a code.
inline std::string_view code_of(const wire::Error& error) noexcept {
  const std::string_view unknown = error.detail("Code");
  return unknown.empty() ? error.code_text() : unknown;
}

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& texts, std::string_view text) noexcept {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace pail::client
