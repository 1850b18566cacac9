// Patterns for paths and keys, as shells write them. Pure; '/' separates, nothing else does.
//
//   *      any number of bytes other than '/'
//   **     any number of bytes, '/' among them; "**/" also stands for nothing at all, so that
//          "**/a" is "a", "x/a" and "x/y/a"
//   ?      one character of UTF-8 other than '/' (or one byte that is none)
//   [a-z]  one character of those, never '/'; [!...] or [^...]: of the others. ']' comes first to
//          be one of them, '-' first or last
//   \x     x itself
//
// Everything else is itself, a '[' without its end too. The whole text has to fit. Bytes are
// compared, so case counts. Time: text by pattern at most, whatever they are.
#pragma once

#include <string>
#include <string_view>

namespace pail::client::sync {

bool glob_matches(std::string_view glob, std::string_view text);
// Whether it means anything but itself.
bool is_glob(std::string_view text) noexcept;
// What every text that fits begins with, its escapes undone: "photos/20" of "photos/20*/a?.jpg".
std::string literal_prefix(std::string_view glob);
// Whether every text that fits lies in one folder, that of literal_prefix(): a listing need go no
// deeper. An escape could hide what counts: then it may answer no where yes would be true.
bool stays_in_folder(std::string_view glob);
// Where a listing in the order of bytes that has come to `text` goes on, so that it misses nothing
// that fits and reads little that cannot: behind what this answers, `text` itself or something
// greater. Whole folders are passed over that way. With `below`, what lies in a folder that fits
// counts, too. `text` begins with literal_prefix(glob).
std::string leap(std::string_view glob, std::string_view text, bool below = false);

}  // namespace pail::client::sync
