// Matches a failed Result by its code, and holds the error's elements against errors.csv: their
// names and order must be those of a row of that code.
#pragma once

#include <gmock/gmock.h>

#include <string>

#include "tests/support/fixtures.hpp"
#include "wire/error.hpp"

namespace pail::testing {

// "Condition (If-Match, ...)", "MaxSizeAllowed=1024" -> the element's name alone, joined with ';'.
inline std::string bare_elements(const std::string& column) {
  std::string names;
  bool in_name = true;
  for (const char c : column) {
    if (c == ';') in_name = true;
    if (c == ' ' || c == '=') in_name = false;
    if (in_name) names += c;
  }
  return names;
}

inline std::string elements_of(const wire::Error& error) {
  std::string names;
  for (const wire::NamedText& detail : error.details()) {
    names += (names.empty() ? "" : ";") + detail.name;
  }
  return names;
}

inline bool is_listed(const wire::Error& error) {
  for (const auto& row : csv_fixture("spec/errors.csv")) {
    if (row.at(1) == error.code_text() && bare_elements(row.at(4)) == elements_of(error)) {
      return true;
    }
  }
  return false;
}

MATCHER_P(FailsWith, code, "fails as errors.csv lists it") {
  if (!arg.has_error()) {
    *result_listener << "which succeeded";
    return false;
  }
  const wire::Error& error = arg.error();
  *result_listener << wire::describe(error) << " with elements " << elements_of(error);
  return error.code() == code && is_listed(error);
}

MATCHER_P3(FailsWith, code, element, value, "fails as errors.csv lists it, with that element") {
  if (!::testing::ExplainMatchResult(FailsWith(code), arg, result_listener)) return false;
  *result_listener << ", " << element << " = " << arg.error().detail(element);
  return arg.error().detail(element) == value;
}

MATCHER(Succeeds, "succeeds") {
  if (arg.has_error()) *result_listener << wire::describe(arg.error());
  return arg.has_value();
}

}  // namespace pail::testing
