// From Result to exception: the border between Pail, which returns its errors, and a test, which
// cannot go on with one. Not for users of pail::testing.
#pragma once

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "wire/result.hpp"

namespace pail::testing {

// The value; std::runtime_error with the error's own sentence when there is none.
template <class T>
T must(wire::Result<T> result) {
  if (!result) throw std::runtime_error(wire::sentence(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(result.assume_value());
}

}  // namespace pail::testing
