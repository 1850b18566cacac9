#include "signer/explain/shell_words.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "signer/explain/capture.hpp"

namespace pail::signer::explain {
namespace {

using wire::Result;

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  const auto tail = [&](unsigned shift) { put(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | (code >> 6));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12));
    tail(6);
  } else {
    put(0xF0U | ((code >> 18) & 0x07U));
    tail(12);
    tail(6);
  }
  tail(0);
}

int digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

class Words {
 public:
  explicit Words(std::string_view text) : rest_(text) {}

  Result<std::vector<std::string>> all() {
    while (!rest_.empty() && !ended_) {
      PAIL_TRY(step());
    }
    end_word();
    return std::move(words_);
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  std::string& word() { return word_ ? *word_ : word_.emplace(); }
  void end_word() {
    if (word_) words_.push_back(std::move(*word_));
    word_.reset();
  }

  Result<void> step() {
    const char c = take();
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
        end_word();
        return wire::ok();
      case '\'':
        return single_quoted();
      case '"':
        return double_quoted();
      case '\\':
        return backslash();
      case '$':
        return dollar();
      case '`':
        return unreadable("`...` is for a shell to expand: write what it stands for");
      case '&':
        return unreadable("an & outside quotes ends the command: put the URL into quotes");
      case '\n':
      case ';':
      case '|':
      case '>':
      case '<':
        end_word();
        ended_ = !words_.empty();
        return wire::ok();
      default:
        word() += c;
        return wire::ok();
    }
  }

  Result<void> single_quoted() {
    const std::size_t end = rest_.find('\'');
    if (end == std::string_view::npos) return unreadable("a ' is never closed");
    word() += rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return wire::ok();
  }

  Result<void> double_quoted() {
    word();  // "" is a word
    while (!rest_.empty()) {
      const char c = take();
      if (c == '"') return wire::ok();
      if (c == '`' || (c == '$' && begins_expansion())) return no_expansion();
      if (c == '\\' && !rest_.empty() && escapable_in_quotes(rest_.front())) {
        if (const char escaped = take(); escaped != '\n') word() += escaped;
      } else {
        word() += c;
      }
    }
    return unreadable("a \" is never closed");
  }

  static bool escapable_in_quotes(char c) noexcept {
    return c == '"' || c == '\\' || c == '$' || c == '`' || c == '\n';
  }

  Result<void> backslash() {
    if (rest_.empty()) return wire::ok();
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    if (const char c = take(); c != '\n') word() += c;
    return wire::ok();
  }

  bool begins_expansion() const noexcept {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    const bool name = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    return name || c == '{' || c == '(';
  }
  static wire::Error no_expansion() {
    return unreadable("$... is for a shell to expand: write what it stands for");
  }

  Result<void> dollar() {
    if (rest_.starts_with('\'')) {
      take();
      return ansi_quoted();
    }
    if (begins_expansion()) return no_expansion();
    word() += '$';
    return wire::ok();
  }

  // $'...' with its escapes: how browsers write what is not plain text.
  Result<void> ansi_quoted() {
    word();
    while (!rest_.empty()) {
      const char c = take();
      if (c == '\'') return wire::ok();
      if (c == '\\' && !rest_.empty()) {
        ansi_escape();
      } else {
        word() += c;
      }
    }
    return unreadable("a $' is never closed");
  }

  void ansi_escape() {
    constexpr std::string_view names = "abefnrtv\\'\"?";
    constexpr std::string_view values = "\a\b\x1b\f\n\r\t\v\\'\"?";
    if (digit(rest_.front()) < 8) {
      word() += static_cast<char>(number(8, 3));
      return;
    }
    const char c = take();
    if (const std::size_t at = names.find(c); at != std::string_view::npos) {
      word() += values[at];
    } else if (c == 'x') {
      word() += static_cast<char>(number(16, 2));
    } else if (c == 'u' || c == 'U') {
      append_utf8(word(), number(16, c == 'u' ? 4 : 8));
    } else {
      word().append("\\").append(1, c);
    }
  }

  std::uint32_t number(int base, std::size_t digits_max) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits_max && !rest_.empty() && digit(rest_.front()) < base; ++i) {
      value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit(take()));
    }
    return value;
  }

  std::string_view rest_;
  bool ended_ = false;
  std::optional<std::string> word_;
  std::vector<std::string> words_;
};

}  // namespace

Result<std::vector<std::string>> shell_words(std::string_view text) {
  return Words(text).all();
}

}  // namespace pail::signer::explain
