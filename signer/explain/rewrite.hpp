// Small changes of text that several mistakes are made of. Internal to signer/explain/. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "signer/explain/draft.hpp"

namespace pail::signer::explain {

std::string replaced(std::string_view text, std::string_view what, std::string_view with);
// The letters of %XX escapes in lower (or upper) case.
std::string with_hex_case(std::string_view text, bool lower);
// The text percent-decoded; itself where that is impossible.
std::string decoded(std::string_view text);
// Between the first two slashes of a path: the bucket, in path style.
std::string_view first_segment(std::string_view path) noexcept;

// The n-th of a few texts; nullptr behind the last.
template <std::size_t count>
const std::string_view* nth(const std::string_view (&texts)[count], std::size_t n) noexcept {
  return n < count ? &texts[n] : nullptr;
}

// Changes the value of every parameter.
template <class Change>
void for_values(Draft& draft, const Case& request, const Change& change) {
  for (Param& param : draft.params) param.value = request.keep(change(param.value));
}

}  // namespace pail::signer::explain
