// Text in headers that is not ASCII. S3 decodes RFC 2047 words of user metadata on the way in and
// hands non-ASCII values out as such a word; response-* overrides must fit ISO-8859-1. Pure.
// Spec: shared/spec/semantics.md §15 and §4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pail::emulator {

// A header's bytes as UTF-8: encoded words decoded (UTF-8, ISO-8859-1 and US-ASCII; others stay as
// they are), bytes that are no UTF-8 read as ISO-8859-1.
std::string utf8_of_header(std::string_view value);
// ASCII as it is; anything else as one encoded word: Q where most characters are ASCII, else B.
std::string header_of_utf8(std::string_view text);
// nullopt when a character lies outside ISO-8859-1, or the text is not UTF-8.
std::optional<std::string> latin1_of_utf8(std::string_view text);

}  // namespace pail::emulator
