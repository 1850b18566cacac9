// Patterns of a policy: '*' stands for any run of characters, the empty one too; all else for
// itself. Pure.
#pragma once

#include <string_view>

namespace pail::signer::service {

bool glob_matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace pail::signer::service
