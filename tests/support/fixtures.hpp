// Finding and reading fixtures. A missing fixture ends the test with its path: never an empty pass.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pail::testing {

// Path of a file below fixtures/, e.g. "spec/cases.json".
std::string fixture_path(std::string_view relative);
std::string read_fixture(std::string_view relative);
boost::json::value json_fixture(std::string_view relative);
// The `cases` array of one table of fixtures/spec/cases.json.
boost::json::array spec_cases(std::string_view table);
// Rows of a CSV fixture (RFC 4180 quotes), the first being the header.
std::vector<std::vector<std::string>> csv_fixture(std::string_view relative);

}  // namespace pail::testing
