#include "client/profile_file.hpp"

#include "wire/text.hpp"

namespace pail::client {
namespace {

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

bool starts_comment(char c) noexcept {
  return c == '#' || c == ';';
}

// A '#' inside a value belongs to it; only one behind white space opens a comment.
std::string_view without_comment(std::string_view line) noexcept {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (starts_comment(line[i]) && (i == 0 || is_blank(line[i - 1]))) return line.substr(0, i);
  }
  return line;
}

// `profile  "my name"` -> `profile my name`
std::string section_title(std::string_view inside) {
  std::string title;
  for (const char c : wire::trim(inside)) {
    if (c == '"' || c == '\'') continue;
    const bool repeated = is_blank(c) && !title.empty() && title.back() == ' ';
    if (!repeated) title += is_blank(c) ? ' ' : c;
  }
  return title;
}

class Parser {
 public:
  void line(std::string_view text) {
    const bool indented = !text.empty() && is_blank(text.front());
    const std::string_view content = wire::trim(without_comment(text));
    if (content.empty()) return;
    if (content.front() == '[') return open_section(content);
    if (section_ != nullptr) setting(content, indented);
  }

  ProfileFile take() { return std::move(file_); }

 private:
  void open_section(std::string_view content) {
    const std::size_t end = content.find(']');
    parent_.clear();
    section_ =
        end == std::string_view::npos ? nullptr : &file_[section_title(content.substr(1, end - 1))];
  }

  void setting(std::string_view content, bool indented) {
    const std::size_t equals = content.find('=');
    if (equals == std::string_view::npos) return;
    std::string name = wire::lower(wire::trim(content.substr(0, equals)));
    const std::string_view value = wire::trim(content.substr(equals + 1));
    const bool nested = indented && !parent_.empty();
    if (!nested) parent_ = value.empty() ? name : std::string();
    if (nested) name.insert(0, parent_ + ".");
    (*section_)[name] = value;
  }

  ProfileFile file_;
  Settings* section_ = nullptr;  // null before the first section, and inside an unreadable one
  std::string parent_;           // the name whose nested settings follow
};

}  // namespace

ProfileFile parse_profile_file(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Parser parser;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    parser.line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parser.take();
}

}  // namespace pail::client
