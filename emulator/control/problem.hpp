// Why the control API does not do what it was asked: a status, a code, and a sentence that helps.
// Goes out as {"error":{"code":...,"message":...}}. Codes are Pail's own where the API's own things
// are concerned (UnknownWorld), and S3's where another room has refused.
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/result.hpp"

namespace pail::control {

struct Problem {
  unsigned status = 500;
  std::string code;
  std::string message;
  std::string allow = {};  // of a 405: the header

  Problem(unsigned what, std::string_view name, std::string sentence)
      : status(what), code(name), message(std::move(sentence)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): PAIL_TRY passes on what other rooms say
  Problem(const wire::Error& error);
};

template <class T>
using Outcome = boost::outcome_v2::basic_result<T, Problem, boost::outcome_v2::policy::terminate>;

Problem forbidden(std::string sentence);
Problem invalid(std::string sentence);
Problem too_large(std::uint64_t bytes_max);
// 404: "There is no world 'x'. There are: a, b." - a few of those there are.
Problem unknown(std::string_view code, std::string_view kind, std::string_view name,
                const std::vector<std::string>& known);

}  // namespace pail::control
