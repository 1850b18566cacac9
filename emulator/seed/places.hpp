// Where in a JSON text things stand: for messages, so nothing here is done while all is well but
// one pass that finds syntax mistakes and members that are there twice, which a parser that makes
// values cannot tell.
//
// The text may have comments, and commas behind the last element. Paths are written as messages
// have them: "buckets[0].objects[2].key". Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/parse_options.hpp>

namespace pail::emulator::seed {

// What people may write beyond JSON.
boost::json::parse_options seed_json() noexcept;

struct SyntaxMistake {
  std::size_t line;
  std::size_t column;
  std::string what;
};

// nullopt: none.
std::optional<SyntaxMistake> find_mistake(std::string_view text);

// The line of what that path names, from 1; 0 when there is nothing of that path. `text` has no
// mistake.
std::size_t line_of(std::string_view text, std::string_view path);

}  // namespace pail::emulator::seed
