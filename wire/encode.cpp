#include "wire/encode.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "wire/digits.hpp"

namespace pail::wire {
namespace {

constexpr std::uint8_t no_digit = 0xff;
constexpr char lower_digits[] = "0123456789abcdef";
constexpr char upper_digits[] = "0123456789ABCDEF";
constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t byte_of(char c) noexcept {
  return static_cast<std::uint8_t>(c);
}

// For each byte the value it stands for as a digit of `digits`.
constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[byte_of(digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> hex_values() {
  std::array<std::uint8_t, 256> values = values_of(lower_digits);
  for (std::size_t i = 10; i < 16; ++i) {
    values[byte_of(upper_digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

// The two digits of each byte, one behind the other.
constexpr std::array<char, 512> all_hex_pairs() {
  std::array<char, 512> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = lower_digits[byte >> 4];
    pairs[2 * byte + 1] = lower_digits[byte & 15];
  }
  return pairs;
}

constexpr auto hex_value = hex_values();
constexpr auto hex_pairs = all_hex_pairs();
constexpr auto base64_value = values_of(base64_digits);

// The bytes that stand for themselves: letters, digits and `others`.
constexpr std::array<bool, 256> kept_bytes(std::string_view others) {
  std::array<bool, 256> kept{};
  for (const char c : std::string_view(base64_digits).substr(0, 62)) kept[byte_of(c)] = true;
  for (const char c : others) kept[byte_of(c)] = true;
  return kept;
}

constexpr auto kept_in_component = kept_bytes("-._~");
constexpr auto kept_in_path = kept_bytes("-._~/");
constexpr auto kept_in_listing = kept_bytes("-_.*/");

void append_percent_byte(std::string& out, char c) {
  const char escape[] = {'%', upper_digits[byte_of(c) >> 4], upper_digits[byte_of(c) & 15]};
  out.append(escape, sizeof escape);
}

std::optional<char> hex_pair(char high, char low) noexcept {
  const std::uint8_t h = hex_value[byte_of(high)];
  const std::uint8_t l = hex_value[byte_of(low)];
  if (h == no_digit || l == no_digit) return std::nullopt;
  return static_cast<char>(h << 4 | l);
}

// The four digits of three bytes.
void put_group(char* out, std::uint32_t bits) noexcept {
  out[0] = base64_digits[bits >> 18 & 63];
  out[1] = base64_digits[bits >> 12 & 63];
  out[2] = base64_digits[bits >> 6 & 63];
  out[3] = base64_digits[bits & 63];
}

}  // namespace

char* put_hex(char* to, Bytes bytes) noexcept {
  for (const std::byte b : bytes) {
    std::memcpy(to, &hex_pairs[2 * std::to_integer<std::size_t>(b)], 2);
    to += 2;
  }
  return to;
}

void append_hex(std::string& out, Bytes bytes) {
  const std::size_t start = out.size();
  out.resize(start + hex_size(bytes.size()));
  put_hex(out.data() + start, bytes);
}

std::string to_hex(Bytes bytes) {
  std::string out;
  append_hex(out, bytes);
  return out;
}

std::string to_spaced_hex(std::string_view text) {
  std::string out;
  out.reserve(3 * text.size());
  for (const char c : text) {
    if (!out.empty()) out += ' ';
    out.append(&hex_pairs[2 * std::size_t{byte_of(c)}], 2);
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = hex_pair(text[i], text[i + 1]);
    if (!byte) return std::nullopt;
    out += *byte;
  }
  return out;
}

char* put_base64(char* to, Bytes bytes) noexcept {
  const auto at = [&](std::size_t i) { return std::to_integer<std::uint32_t>(bytes[i]); };
  const std::size_t whole = bytes.size() - bytes.size() % 3;
  for (std::size_t i = 0; i < whole; i += 3, to += 4) {
    put_group(to, at(i) << 16 | at(i + 1) << 8 | at(i + 2));
  }
  const std::size_t left = bytes.size() - whole;
  if (left == 0) return to;
  put_group(to, at(whole) << 16 | (left == 2 ? at(whole + 1) << 8 : 0));
  to[3] = '=';
  if (left == 1) to[2] = '=';
  return to + 4;
}

void append_base64(std::string& out, Bytes bytes) {
  const std::size_t start = out.size();
  out.resize(start + base64_size(bytes.size()));
  put_base64(out.data() + start, bytes);
}

std::string to_base64(Bytes bytes) {
  std::string out;
  append_base64(out, bytes);
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::string_view digits = text.substr(0, text.size() - padding);
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;  // the low `held` bits are not written yet
  unsigned held = 0;
  for (const char c : digits) {
    const std::uint8_t value = base64_value[byte_of(c)];
    if (value == no_digit) return std::nullopt;
    bits = (bits << 6 | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>(bits >> held & 0xff);
    }
  }
  // What is left over must be zero, or two texts would mean the same bytes.
  if ((bits & ((1U << held) - 1)) != 0) return std::nullopt;
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

std::optional<std::string> percent_decode(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t escape; (escape = text.find('%')) != std::string_view::npos;) {
    if (text.size() - escape < 3) return std::nullopt;
    const auto byte = hex_pair(text[escape + 1], text[escape + 2]);
    if (!byte) return std::nullopt;
    out.append(text, 0, escape);
    out += *byte;
    text.remove_prefix(escape + 3);
  }
  out.append(text);
  return out;
}

std::optional<std::string> query_decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

void append_percent_encoded(std::string& out, std::string_view text, bool keep_slash) {
  const auto& kept = keep_slash ? kept_in_path : kept_in_component;
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (kept[byte_of(text[i])]) continue;
    out.append(text, done, i - done);
    append_percent_byte(out, text[i]);
    done = i + 1;
  }
  out.append(text, done);
}

std::string percent_encode(std::string_view text, bool keep_slash) {
  std::string out;
  out.reserve(text.size());
  append_percent_encoded(out, text, keep_slash);
  return out;
}

std::string list_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (kept_in_listing[byte_of(c)]) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      append_percent_byte(out, c);
    }
  }
  return out;
}

}  // namespace pail::wire
