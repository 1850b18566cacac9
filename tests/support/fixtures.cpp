#include "tests/support/fixtures.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace pail::testing {

std::string fixture_path(std::string_view relative) {
  return std::string(PAIL_FIXTURES) + "/" + std::string(relative);
}

std::string read_fixture(std::string_view relative) {
  const std::string path = fixture_path(relative);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no such fixture: " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

boost::json::value json_fixture(std::string_view relative) {
  return boost::json::parse(read_fixture(relative));
}

boost::json::array spec_cases(std::string_view table) {
  return json_fixture("spec/cases.json").at(table).at("cases").as_array();
}

std::vector<std::vector<std::string>> csv_fixture(std::string_view relative) {
  const std::string text = read_fixture(relative);
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    std::string& cell = rows.back().back();
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cell += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.emplace_back(1);
    } else if (quoted || c != '\r') {
      cell += c;
    }
  }
  if (rows.back().size() == 1 && rows.back().front().empty()) rows.pop_back();
  return rows;
}

}  // namespace pail::testing
