// Result<T>: a value, or the Error that S3 would answer. PAIL_TRY(var, expr) unwraps one or returns
// its error; it works in functions and in coroutines that return Result-like types (PAIL_CO_TRY).
// Reading the value of a failed Result ends the process: it is a broken invariant, not an error
// path.
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/success_failure.hpp>
#include <boost/outcome/try.hpp>

#include "wire/error.hpp"

namespace pail::wire {

template <class T>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

// `return ok();` for Result<void>.
inline auto ok() {
  return boost::outcome_v2::success();
}

}  // namespace pail::wire

#define PAIL_TRY(...) BOOST_OUTCOME_TRY(__VA_ARGS__)
#define PAIL_CO_TRY(...) BOOST_OUTCOME_CO_TRY(__VA_ARGS__)
