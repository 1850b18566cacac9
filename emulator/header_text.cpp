#include "emulator/header_text.hpp"

#include <algorithm>

#include "wire/encode.hpp"
#include "wire/text.hpp"

namespace pail::emulator {
namespace {

bool is_ascii(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x80;
}
bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_ascii(c); });
}

// Q: '_' for a space, =XX for a byte.
std::optional<std::string> q_decode(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool escaped = text.front() == '=';
    const auto byte = escaped ? wire::from_hex(text.substr(1, 2)) : std::nullopt;
    if (escaped && (!byte || byte->size() != 1)) return std::nullopt;
    out += escaped ? byte->front() : text.front() == '_' ? ' ' : text.front();
    text.remove_prefix(escaped ? 3 : 1);
  }
  return out;
}

struct EncodedWord {
  std::string text;  // UTF-8
  std::size_t size;  // of the word as written
};

// Takes a piece up to `end` off the front of `rest`; nullopt without `end`.
std::optional<std::string_view> take_until(std::string_view& rest, std::string_view end) noexcept {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view piece = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return piece;
}

// "=?UTF-8?Q?caf=C3=A9?=" at the front of `text`.
std::optional<EncodedWord> encoded_word(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  std::string_view rest = text.substr(2);
  const auto charset = take_until(rest, "?");
  const auto encoding = take_until(rest, "?");
  const auto payload = take_until(rest, "?=");
  if (!charset || !encoding || !payload) return std::nullopt;
  const bool base64 = wire::iequals(*encoding, "B");
  if (!base64 && !wire::iequals(*encoding, "Q")) return std::nullopt;
  auto bytes = base64 ? wire::from_base64(*payload) : q_decode(*payload);
  if (!bytes) return std::nullopt;
  const std::size_t size = text.size() - rest.size();
  const bool utf8 = wire::iequals(*charset, "UTF-8") || wire::iequals(*charset, "US-ASCII");
  if (utf8 && wire::is_utf8(*bytes)) return EncodedWord{std::move(*bytes), size};
  if (wire::iequals(*charset, "ISO-8859-1")) return EncodedWord{wire::utf8_of_latin1(*bytes), size};
  return std::nullopt;
}

// White space between two encoded words is not part of the text (RFC 2047 §6.2).
std::string_view behind_space_before_word(std::string_view text) {
  const std::string_view word = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
  return encoded_word(word) ? word : text;
}

std::string q_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      out += '_';
    } else if (c > ' ' && c < 0x7f && c != '=' && c != '?' && c != '_') {
      out += c;
    } else {
      out.append({'=', digits[byte >> 4], digits[byte & 0xf]});
    }
  }
  return out;
}

}  // namespace

std::string utf8_of_header(std::string_view value) {
  if (!wire::is_utf8(value)) return wire::utf8_of_latin1(value);
  std::string out;
  while (!value.empty()) {
    if (auto word = encoded_word(value)) {
      out += word->text;
      value = behind_space_before_word(value.substr(word->size));
    } else {
      out += value.front();
      value.remove_prefix(1);
    }
  }
  return out;
}

std::string header_of_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  const auto ascii = std::count_if(text.begin(), text.end(), [](char c) { return is_ascii(c); });
  const auto others = std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned>(c) & 0xc0) == 0xc0; });
  if (ascii > others) return "=?UTF-8?Q?" + q_encode(text) + "?=";
  return "=?UTF-8?B?" + wire::to_base64(wire::as_bytes(text)) + "?=";
}

std::optional<std::string> latin1_of_utf8(std::string_view text) {
  if (!wire::is_utf8(text)) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead > 0xc3) return std::nullopt;
    const bool pair = lead >= 0x80;
    if (pair) ++i;
    const auto last = static_cast<unsigned char>(text[i]);
    out += static_cast<char>(pair ? (lead & 0x03) << 6 | (last & 0x3f) : last);
  }
  return out;
}

}  // namespace pail::emulator
