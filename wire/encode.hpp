// Hex, Base64 and the three percent-encodings S3 uses. Pure functions over bytes; no allocation but
// the result.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pail::wire {

using Bytes = std::span<const std::byte>;

inline Bytes as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower-case hex.
std::string to_hex(Bytes bytes);
void append_hex(std::string& out, Bytes bytes);
// "47 45 54 0a": StringToSignBytes of the error documents.
std::string to_spaced_hex(std::string_view text);
// Either case; nullopt on an odd length or another character.
std::optional<std::string> from_hex(std::string_view text);

std::string to_base64(Bytes bytes);
void append_base64(std::string& out, Bytes bytes);
// Canonical Base64 only: padded, no white space, unused bits zero. nullopt otherwise.
std::optional<std::string> from_base64(std::string_view text);
// The URL-safe digits without padding (RFC 4648 §5), as strictly: what JWTs are written in.
std::optional<std::string> from_base64url(std::string_view text);

// %XX -> byte, either case of hex; '+' stays a plus (paths). nullopt on a broken escape.
std::optional<std::string> percent_decode(std::string_view text);
// The same for query components: '+' becomes a space.
std::optional<std::string> query_decode(std::string_view text);

// SigV4's encoding: everything but A-Z a-z 0-9 - . _ ~ becomes %XX (upper case). `keep_slash` for
// paths.
std::string percent_encode(std::string_view text, bool keep_slash);
void append_percent_encoded(std::string& out, std::string_view text, bool keep_slash);
// encoding-type=url of listings: A-Z a-z 0-9 - _ . * / kept, space as '+', the rest %XX.
std::string list_encode(std::string_view text);

}  // namespace pail::wire
