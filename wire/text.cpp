#include "wire/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "wire/words.hpp"

namespace pail::wire {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) noexcept {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

// Whether all words of four or eight characters are equal. The last may overlap the one before.
template <class Word>
inline bool equal_by_words(const char* a, const char* b, std::size_t size) noexcept {
  for (std::size_t at = 0; at < size; at += sizeof(Word)) {
    if (at + sizeof(Word) > size) at = size - sizeof(Word);
    Word x = 0;
    Word y = 0;
    std::memcpy(&x, a + at, sizeof x);
    std::memcpy(&y, b + at, sizeof y);
    // Most names are sent as they are asked for; most others differ in more than case.
    const Word differing = x ^ y;
    if (differing == 0) continue;
    constexpr auto case_bit = static_cast<Word>('a' ^ 'A') * static_cast<Word>(words::ones);
    if ((differing & ~case_bit) != 0 || words::lower(x) != words::lower(y)) return false;
  }
  return true;
}

constexpr bool is_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The bytes of the character that `text` starts with; 0 when it starts with none.
std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  // The second byte's range excludes overlong forms, surrogates and what lies beyond Unicode.
  const unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < low || byte(1) > high) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return follows(2) ? 3 : 0;
  if (lead >= 0xf0 && lead <= 0xf4) return follows(2) && follows(3) ? 4 : 0;
  return 0;
}

}  // namespace

bool iequals(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  if (a.size() >= 8) return equal_by_words<std::uint64_t>(a.data(), b.data(), a.size());
  if (a.size() >= 4) return equal_by_words<std::uint32_t>(a.data(), b.data(), a.size());
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool istarts_with(std::string_view text, std::string_view prefix) noexcept {
  if (prefix.empty()) return true;
  if (text.size() < prefix.size() || to_lower(text.front()) != to_lower(prefix.front())) {
    return false;
  }
  return iequals(text.substr(0, prefix.size()), prefix);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    if (text.size() >= 8 && (words::load(text.data()) & words::top_bits) == 0) {  // eight of ASCII
      text.remove_prefix(8);
      continue;
    }
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];  // of 2^64 - 1
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) noexcept {
  return parse_number<std::uint64_t>(text);
}

std::optional<std::int64_t> parse_signed(std::string_view text) noexcept {
  // from_chars knows '-' but not '+', and "+-1" is no number.
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  return parse_number<std::int64_t>(text);
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) out += static_cast<char>(0xc0 | byte >> 6);
    out += byte < 0x80 ? c : static_cast<char>(0x80 | (byte & 0x3f));
  }
  return out;
}

std::string utf8_of_bytes(std::string_view bytes) {
  return is_utf8(bytes) ? std::string(bytes) : utf8_of_latin1(bytes);
}

std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
    } else {
      out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 0xf]);
    }
  }
  return out;
}

}  // namespace pail::wire
