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

// The rows that belong to a bucket, by their first letter; model.hpp has the table.
enum class RowFamily : char {
  objects = 'o',
  markers = 'd',
  older = 'v',
  uploads = 'u',
  parts = 'p'
};

// What all rows of that family in a bucket start with.
std::string rows_of(RowFamily family, std::uint64_t bucket_id);
inline std::string object_rows(std::uint64_t bucket_id) {
  return rows_of(RowFamily::objects, bucket_id);
}
std::string object_row(std::uint64_t bucket_id, std::string_view key);
// Of the delete marker that is current.
std::string marker_row(std::uint64_t bucket_id, std::string_view key);
// What the rows of all older versions, or all uploads, of a key start with.
std::string rows_of_key(RowFamily family, std::uint64_t bucket_id, std::string_view key);
// What the rows of all keys with that prefix start with, in the families that escape keys.
std::string rows_of_prefix(RowFamily family, std::uint64_t bucket_id, std::string_view key_prefix);
// A version that is no longer current; greater sequences come first.
std::string older_row(std::uint64_t bucket_id, std::string_view key, std::uint64_t sequence);
// `token`: 24 bytes, when it was begun and a random name (uploads.cpp).
std::string upload_row(std::uint64_t bucket_id, std::string_view key, std::string_view token);
// What the rows of all parts of an upload start with.
std::string part_rows(std::uint64_t bucket_id, std::string_view token);
std::string part_row(std::uint64_t bucket_id, std::string_view token, unsigned number);

// A row of the families that escape keys, taken apart.
struct EscapedRow {
  std::string key;
  std::string_view rest;  // behind the key: a view into the row
};
EscapedRow escaped_row(std::string_view row);

// The key of an object's or marker's row, the name of a bucket's row: views into `row`.
std::string_view key_of_row(std::string_view row) noexcept;
std::string_view name_of_row(std::string_view row) noexcept;

// The least text above every text that starts with `prefix`, which must hold a byte below 0xff (a
// row's name does: its first letter).
std::string behind_prefix(std::string prefix);
// The least text above `text`.
std::string behind(std::string text);

}  // namespace pail::model
