// What `pail run` says at its end: which requests of the command failed.
#pragma once

#include <string>
#include <vector>

#include "testing/world.hpp"

namespace pail::cli {

// Ours: what still fits a screen of a build's log.
inline constexpr std::size_t reported_max = 20;

// One line for each request that was answered with an error, the first reported_max of them, under
// a line that counts them; "" when there were none. `even_none`: a line then, too.
std::string failures_of(const std::vector<testing::World>& worlds, bool even_none);

}  // namespace pail::cli
