#include "net/head_lines.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "wire/text.hpp"

namespace pail::net {
namespace {

using wire::Errc;

constexpr std::array<bool, 256> token_characters = [] {
  std::array<bool, 256> is{};
  for (char c = '0'; c <= '9'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) is[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) is[static_cast<unsigned char>(c)] = true;
  return is;
}();

constexpr bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < ' ' && c != '\t') || byte == 0x7f;
}

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

constexpr std::uint64_t ones = 0x0101010101010101;

// Whether one of eight bytes is below a space, or 0x7f: the subtractions borrow into the top bit.
bool may_have_control(const char* eight) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  const std::uint64_t deleted = word ^ 0x7f * ones;
  const std::uint64_t low = (word - ' ' * ones) & ~word;
  return ((low | ((deleted - ones) & ~deleted)) & 0x80 * ones) != 0;
}

// The line's end may have begun.
bool may_begin_text(std::string_view text) noexcept {
  if (text.ends_with('\r')) text.remove_suffix(1);
  return is_field_text(text);
}

// A first character may be that of the empty line at the end, and is judged with the second.
bool may_begin_field(std::string_view text) noexcept {
  if (text.size() < 2) return true;
  const std::size_t colon = text.find(':');
  if (!is_token(text.substr(0, colon))) return false;
  return colon == std::string_view::npos || may_begin_text(text.substr(colon + 1));
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return token_characters[static_cast<unsigned char>(c)];
  });
}

bool is_field_text(std::string_view text) noexcept {
  bool suspicious = text.size() < 8;
  for (std::size_t at = 0; at + 8 < text.size() && !suspicious; at += 8) {
    suspicious = may_have_control(text.data() + at);
  }
  // The last word may overlap the one before.
  if (!suspicious && !may_have_control(text.data() + text.size() - 8)) return true;
  return std::none_of(text.begin(), text.end(), is_control);
}

bool is_target_text(std::string_view text) noexcept {
  return is_field_text(text) && text.find_first_of(" \t") == std::string_view::npos;
}

Result<HeadLines::Step> HeadLines::next(std::string_view& line) {
  const std::size_t end = rest_.find('\n');
  if (end == std::string_view::npos) return Step::more;
  if (end == 0 || rest_[end - 1] != '\r') return Errc::BadRequest;
  line = rest_.substr(0, end - 1);
  rest_.remove_prefix(end + 1);
  return Step::line;
}

// A line that begins with white space goes on with the value before it (obs-fold).
Result<HeadLines::Step> HeadLines::next_field(FieldLine& field) {
  std::string_view line;
  PAIL_TRY(const Step step, next(line));
  if (step == Step::more) return may_begin_field(rest_) ? Result<Step>(step) : Errc::BadRequest;
  if (line.empty()) return Step::end;
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == std::string_view::npos || !is_token(name)) return Errc::BadRequest;
  std::string_view value = line.substr(colon + 1);
  if (!is_field_text(value)) return Errc::BadRequest;
  while (!rest_.empty() && is_blank(rest_.front())) {
    PAIL_TRY(const Step folded, next(line));
    if (folded == Step::more)
      return may_begin_text(rest_) ? Result<Step>(folded) : Errc::BadRequest;
    if (!is_field_text(line)) return Errc::BadRequest;
    value = {value.data(), static_cast<std::size_t>(line.data() + line.size() - value.data())};
  }
  if (rest_.empty()) return Step::more;
  field = {name, wire::trim(value)};
  return Step::line;
}

}  // namespace pail::net
