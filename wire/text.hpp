// Small string helpers whose rules come from HTTP: ASCII case only, HTTP white space only, never
// the locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pail::wire {

constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool iequals(std::string_view a, std::string_view b) noexcept;
bool istarts_with(std::string_view text, std::string_view prefix) noexcept;
std::string lower(std::string_view text);
// Without spaces and tabs at both ends (HTTP's OWS; CR and LF too, for folded lines).
std::string_view trim(std::string_view text) noexcept;
// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text) noexcept;
// Bytes read as ISO-8859-1.
std::string utf8_of_latin1(std::string_view bytes);
// For documents that must be UTF-8 and tell what was sent, which may be any bytes: what is no UTF-8
// is taken for ISO-8859-1, as HTTP once had it.
std::string utf8_of_bytes(std::string_view bytes);
// For terminals and logs: control characters as \xNN.
std::string printable(std::string_view text);
// In decimal.
void append_number(std::string& out, std::uint64_t number);
// Decimal digits only, no sign, no overflow; nullopt otherwise.
std::optional<std::uint64_t> parse_unsigned(std::string_view text) noexcept;
// Optional sign, then digits; nullopt otherwise or beyond int64.
std::optional<std::int64_t> parse_signed(std::string_view text) noexcept;

}  // namespace pail::wire
