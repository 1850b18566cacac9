// How the model names its rows within a Space; model.hpp has the table. Bytes sort as S3 lists: a
// bucket's objects lie together, ordered by key. Free functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pail::model {

// Holds the id that was given out last; absent in a new Space.
inline constexpr std::string_view last_bucket_id_row = "n";

std::string bucket_row(std::string_view name);
// What the rows of all objects of a bucket start with.
std::string object_rows(std::uint64_t bucket_id);
std::string object_row(std::uint64_t bucket_id, std::string_view key);

// The key of an object's row, the name of a bucket's row: views into `row`.
std::string_view key_of_row(std::string_view row) noexcept;
std::string_view name_of_row(std::string_view row) noexcept;

// The least text above every text that starts with `prefix`, which must hold a byte below 0xff (a
// row's name does: its first letter).
std::string behind_prefix(std::string prefix);
// The least text above `text`.
std::string behind(std::string text);

}  // namespace pail::model
