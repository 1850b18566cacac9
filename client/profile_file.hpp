// The INI dialect of ~/.aws/credentials and ~/.aws/config: sections of `name = value` lines, with
// nested settings indented under a name that has no value of its own.
//
// Tolerant on purpose: people edit these files by hand and other tools write to them. What cannot
// be understood is passed over; whether something needed is missing is for the reader of the
// settings to say. Pure; value types.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pail::client {

// Name (lower case; nested ones as "s3.addressing_style") -> value, with its case.
using Settings = std::map<std::string, std::string, std::less<>>;
// Section title as written between the brackets, inner white space collapsed, quotes taken off ->
// its settings. Sections that appear twice are merged, the later value wins.
using ProfileFile = std::map<std::string, Settings, std::less<>>;

// Comments start with # or ; at the start of a line, or behind white space after a value. A byte
// order mark and CRLF line ends are accepted.
ProfileFile parse_profile_file(std::string_view text);

}  // namespace pail::client
