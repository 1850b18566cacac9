#include "net/head_lines.hpp"

#include <algorithm>
#include <array>
#include <bit>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

constexpr bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t';
}

// What no line has inside it: anything below a space but a tab, and 0x7f.
constexpr bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < ' ' && c != '\t') || byte == 0x7f;
}

#ifdef __SSE2__
// Bit n: byte n of these is a control.
constexpr std::size_t step_bytes = sizeof(__m128i);
unsigned controls_of(const char* bytes) noexcept {
  const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(text, _mm_set1_epi8(' ' - 1)), text);
  const __m128i tabs = _mm_cmpeq_epi8(text, _mm_set1_epi8('\t'));
  const __m128i deleted = _mm_cmpeq_epi8(text, _mm_set1_epi8(0x7f));
  const __m128i controls = _mm_or_si128(_mm_andnot_si128(tabs, low), deleted);
  return static_cast<unsigned>(_mm_movemask_epi8(controls));
}
#else
// Other processors look at one byte after the other.
constexpr std::size_t step_bytes = 1;
unsigned controls_of(const char* bytes) noexcept {
  return is_control(*bytes) ? 1 : 0;
}
#endif

// Where the first control stands; npos: there is none. Whole heads come through here, so sixteen
// bytes are looked at together.
std::size_t find_control(std::string_view text) noexcept {
  std::size_t at = 0;
  for (; at + step_bytes <= text.size(); at += step_bytes) {
    const unsigned controls = controls_of(text.data() + at);
    if (controls != 0) return at + static_cast<std::size_t>(std::countr_zero(controls));
  }
  for (; at < text.size(); ++at) {
    if (is_control(text[at])) return at;
  }
  return std::string_view::npos;
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
  return find_control(text) == std::string_view::npos;
}

bool is_target_text(std::string_view text) noexcept {
  return is_field_text(text) && text.find_first_of(" \t") == std::string_view::npos;
}

// The first control ends the line, or spoils it. One that is alone is judged with what follows it,
// and of a line that is not whole the line feed may be to come.
Result<HeadLines::Step> HeadLines::next(std::string_view& line) {
  const std::size_t end = find_control(rest_);
  if (end == std::string_view::npos) return Step::more;
  const bool is_last = end + 1 == rest_.size();
  if (is_last && (rest_[end] == '\r' || (end == 0 && rest_[end] != '\n'))) return Step::more;
  if (is_last || rest_[end] != '\r' || rest_[end + 1] != '\n') return Errc::BadRequest;
  line = rest_.substr(0, end);
  rest_.remove_prefix(end + 2);
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
  while (!rest_.empty() && is_blank(rest_.front())) {
    PAIL_TRY(const Step folded, next(line));
    if (folded == Step::more)
      return may_begin_text(rest_) ? Result<Step>(folded) : Errc::BadRequest;
    value = {value.data(), static_cast<std::size_t>(line.data() + line.size() - value.data())};
  }
  if (rest_.empty()) return Step::more;
  field = {name, wire::trim(value)};
  return Step::line;
}

}  // namespace pail::net
