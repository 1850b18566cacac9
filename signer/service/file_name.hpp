// Names that strangers give to files, and callers to themselves, made fit to be part of a key.
// Pure; thread-safe. All of it is UTF-8 in and out.
#pragma once

#include <string>
#include <string_view>

namespace pail::signer::service {

// Ours: a key has 1024 bytes; the rest is the template's. File systems stop at 255.
inline constexpr std::size_t file_name_bytes_max = 200;
inline constexpr std::size_t extension_bytes_max = 16;  // ours: ".webmanifest" has 11

// What stands behind the last slash or backslash, with '-' for what people trip over: ASCII but
// letters, digits, '.', '_' and '-' (so no '%' survives to be decoded a second time), controls, and
// what turns the direction of text. No dot in front. Cut to file_name_bytes_max, its extension
// kept. "file" when nothing is left.
std::string fit_file_name(std::string_view name);
// Whether fit_file_name() would leave it as it is.
bool is_fit_file_name(std::string_view name);
// Without its dot, in small letters; "bin" when there is none of letters and digits.
std::string extension_of(std::string_view file_name);

// One segment of a key, another one for every other name: letters, digits, '_', '-', '@' and dots
// that do not come first stand for themselves, any other byte is ~ and two hex digits.
std::string caller_segment(std::string_view name);

}  // namespace pail::signer::service
