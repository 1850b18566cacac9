#include "emulator/seed/places.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <set>
#include <vector>

namespace pail::emulator::seed {
namespace {

namespace json = boost::json;

// Follows a parser from value to value, and knows the path of the one it is at.
class Walker {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  // The line that the parser is given next.
  std::size_t line = 0;
  std::string_view wanted = {};
  std::size_t wanted_line = 0;
  std::string twice = {};  // the path of a member that is there for the second time

  // NOLINTBEGIN(readability-convert-member-functions-to-static): the library's names and signatures
  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return begin({.array = false}); }
  bool on_object_end(std::size_t, json::error_code&) { return end(); }
  bool on_array_begin(json::error_code&) { return begin({.array = true}); }
  bool on_array_end(std::size_t, json::error_code&) { return end(); }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& failed);
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return value(); }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return value(); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return value(); }
  bool on_double(double, json::string_view, json::error_code&) { return value(); }
  bool on_bool(bool, json::error_code&) { return value(); }
  bool on_null(json::error_code&) { return value(); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
  // NOLINTEND(readability-convert-member-functions-to-static)

 private:
  struct Level {
    bool array;
    std::size_t next = 0;         // of an array
    std::size_t path_length = 0;  // of the array or object itself
    std::set<std::string> keys = {};
  };

  bool begin(Level level) {
    value();
    level.path_length = path_.size();
    levels_.push_back(std::move(level));
    return true;
  }
  bool end() {
    path_.resize(levels_.back().path_length);
    levels_.pop_back();
    return true;
  }
  bool value();
  void arrive() {
    if (path_ == wanted && wanted_line == 0) wanted_line = line;
  }

  std::string path_;
  std::string key_;
  std::vector<Level> levels_;
};

// The path of an object's member is set when its key is read, that of an array's element when it
// begins.
bool Walker::value() {
  if (levels_.empty() || !levels_.back().array) return true;
  Level& array = levels_.back();
  path_.resize(array.path_length);
  path_ += "[" + std::to_string(array.next++) + "]";
  arrive();
  return true;
}

bool Walker::on_key(json::string_view part, std::size_t, json::error_code& failed) {
  key_.append(part.data(), part.size());
  Level& object = levels_.back();
  path_.resize(object.path_length);
  if (!path_.empty()) path_ += '.';
  path_ += key_;
  arrive();
  const bool first = object.keys.insert(std::move(key_)).second;
  key_.clear();
  if (first) return true;
  twice = path_;
  failed = json::error::extra_data;  // any: it stops the parser
  return false;
}

using Parser = json::basic_parser<Walker>;

// Gives the parser one line after the other, so that its handler knows which one it is at: no token
// but a comment spans two.
std::optional<SyntaxMistake> walk(Parser& parser, std::string_view text) {
  json::error_code failed;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n') + 1);
    const std::string_view piece = line.empty() ? text : line;
    text.remove_prefix(piece.size());
    ++parser.handler().line;
    const std::size_t read = parser.write_some(!text.empty(), piece.data(), piece.size(), failed);
    if (!failed && read < piece.size()) failed = json::error::extra_data;
    if (failed) {
      const std::string& twice = parser.handler().twice;
      return SyntaxMistake{parser.handler().line, read + 1,
                           twice.empty() ? failed.message() : twice + " is there twice"};
    }
  }
  return std::nullopt;
}

}  // namespace

json::parse_options seed_json() noexcept {
  json::parse_options options;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  return options;
}

std::optional<SyntaxMistake> find_mistake(std::string_view text) {
  if (text.empty()) return SyntaxMistake{1, 1, "it is empty"};
  Parser parser(seed_json());
  return walk(parser, text);
}

std::size_t line_of(std::string_view text, std::string_view path) {
  Parser parser(seed_json());
  parser.handler().wanted = path;
  if (path.empty()) return 1;
  walk(parser, text);
  return parser.handler().wanted_line;
}

}  // namespace pail::emulator::seed
