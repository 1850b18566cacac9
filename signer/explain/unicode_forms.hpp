// Letters with accents, as one character or as letter and accent: the two ways the same file name
// comes in from different systems. Covers what Latin keyboards write (U+00C0..U+017F with grave,
// acute, circumflex, tilde, diaeresis, ring, cedilla and caron); other text passes unchanged. Pure.
#pragma once

#include <string>
#include <string_view>

namespace pail::signer::explain {

std::string composed(std::string_view utf8);
std::string decomposed(std::string_view utf8);

}  // namespace pail::signer::explain
