// The Content-Type an upload gets when nobody says one: by the extension of its name. A short table
// of what people put into buckets; pure, case-insensitive.
#pragma once

#include <string_view>

namespace pail::wire {

// What S3 itself stores when no type is sent.
inline constexpr std::string_view unknown_content_type = "binary/octet-stream";

// Of "dir/photo.JPG": "image/jpeg". unknown_content_type when the name has no extension or one that
// is not in the table. Nothing is added to text types: a charset would be a guess.
std::string_view content_type_of(std::string_view file_name) noexcept;

}  // namespace pail::wire
