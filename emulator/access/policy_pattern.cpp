#include "emulator/access/policy_pattern.hpp"

#include "wire/text.hpp"

namespace pail::access {
namespace {

using SymbolView = std::u16string_view;

constexpr char16_t any_run = 0x100;
constexpr char16_t any_one = 0x101;
constexpr int arn_parts = 6;

char16_t symbol(char c) noexcept {
  return static_cast<unsigned char>(c);
}

void append(std::u16string& symbols, std::string_view text) {
  for (const char c : text) symbols += symbol(c);
}

bool is_continuation(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A character is a whole UTF-8 sequence: how many bytes '?' takes; 0 when none begins here.
std::size_t character_at(std::string_view text, std::size_t at) noexcept {
  if (is_continuation(text[at])) return 0;
  std::size_t end = at + 1;
  while (end < text.size() && is_continuation(text[end])) ++end;
  return end - at;
}

bool same(char16_t wanted, char c, Case letters) noexcept {
  if (wanted == symbol(c)) return true;
  return letters == Case::folded && wanted < any_run &&
         wire::to_lower(static_cast<char>(wanted)) == wire::to_lower(c);
}

// Bytes of `text` that the symbol takes at `at`; 0: it does not fit.
std::size_t taken(char16_t wanted, std::string_view text, std::size_t at, Case letters) noexcept {
  if (wanted == any_one) return character_at(text, at);
  return same(wanted, text[at], letters) ? 1 : 0;
}

// Only the last star has to be tried again: whatever an earlier one could take differently, the
// last one can make up for.
bool glob(SymbolView pattern, std::string_view text, Case letters) noexcept {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = SymbolView::npos;
  std::size_t star_text = 0;
  while (t < text.size()) {
    const bool at_end = p == pattern.size();
    if (!at_end && pattern[p] == any_run) {
      star = p++;
      star_text = t;
    } else if (const auto bytes = at_end ? 0 : taken(pattern[p], text, t, letters); bytes > 0) {
      ++p;
      t += bytes;
    } else if (star != SymbolView::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of(any_run, p) == SymbolView::npos;
}

// Cuts the next part off, up to a colon; the last part keeps its colons.
template <class View>
View take_part(View& rest, bool last) {
  const auto colon = last ? View::npos : rest.find(':');
  const View part = rest.substr(0, colon);
  rest = colon == View::npos ? View() : rest.substr(colon + 1);
  return part;
}

template <class View>
bool has_all_parts(View arn) noexcept {
  int colons = 0;
  for (const auto c : arn) colons += c == ':' ? 1 : 0;
  return colons >= arn_parts - 1;
}

bool glob_arn(SymbolView pattern, std::string_view arn) noexcept {
  if (!has_all_parts(pattern) || !has_all_parts(arn)) return false;
  for (int i = 1; i <= arn_parts; ++i) {
    const SymbolView wanted = take_part(pattern, i == arn_parts);
    if (!glob(wanted, take_part(arn, i == arn_parts), Case::exact)) return false;
  }
  return true;
}

}  // namespace

std::optional<Pattern> Pattern::compile(std::string_view text, PatternSyntax syntax) {
  Pattern pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (syntax.variables && text.substr(i, 2) == "${") {
      const std::size_t end = text.find('}', i);
      if (end == text.npos || !pattern.add_variable(text.substr(i + 2, end - i - 2))) {
        return std::nullopt;
      }
      i = end;
    } else if (syntax.wildcards && text[i] == '*') {
      pattern.symbols_ += any_run;
    } else if (syntax.wildcards && text[i] == '?') {
      pattern.symbols_ += any_one;
    } else {
      pattern.symbols_ += symbol(text[i]);
    }
  }
  return pattern;
}

// "aws:username", "aws:PrincipalTag/team, 'none'", or an escape: "*", "?", "$".
bool Pattern::add_variable(std::string_view inside) {
  if (inside == "*" || inside == "?" || inside == "$") {
    symbols_ += symbol(inside.front());
    return true;
  }
  const std::size_t comma = inside.find(',');
  Variable variable{symbols_.size(), wire::lower(wire::trim(inside.substr(0, comma))), {}};
  if (comma != inside.npos) {
    const std::string_view quoted = wire::trim(inside.substr(comma + 1));
    if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'') return false;
    variable.fallback = quoted.substr(1, quoted.size() - 2);
  }
  if (variable.key.empty()) return false;
  variables_.push_back(std::move(variable));
  return true;
}

std::optional<Pattern::Symbols> Pattern::expand(const ConditionKeys& keys) const {
  Symbols expanded;
  std::size_t copied = 0;
  for (const Variable& variable : variables_) {
    expanded.append(symbols_, copied, variable.position - copied);
    copied = variable.position;
    std::vector<std::string> values;
    keys.append(variable.key, values);
    if (values.size() == 1) {
      append(expanded, values.front());
    } else if (variable.fallback) {
      append(expanded, *variable.fallback);
    } else {
      return std::nullopt;
    }
  }
  return expanded.append(symbols_, copied);
}

template <class Match>
bool Pattern::with_symbols(const ConditionKeys& keys, Match&& match) const {
  if (variables_.empty()) return match(SymbolView(symbols_));
  const auto expanded = expand(keys);
  return expanded && match(SymbolView(*expanded));
}

bool Pattern::matches(std::string_view text, Case letters, const ConditionKeys& keys) const {
  return with_symbols(keys, [&](SymbolView symbols) { return glob(symbols, text, letters); });
}

bool Pattern::matches_arn(std::string_view arn, const ConditionKeys& keys) const {
  return with_symbols(keys, [&](SymbolView symbols) { return glob_arn(symbols, arn); });
}

}  // namespace pail::access
