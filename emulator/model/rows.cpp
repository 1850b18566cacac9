#include "emulator/model/rows.hpp"

#include <algorithm>

namespace pail::model {
namespace {

constexpr char bucket_letter = 'b';
constexpr std::size_t id_bytes = 8;
constexpr std::size_t family_bytes = 1 + id_bytes;
// Behind a key comes 00 00, and a NUL inside one is 00 FF: then rows of a key lie together, and
// keys sort as they do alone.
constexpr char escape = '\0';
constexpr char escaped_nul = '\xff';
constexpr char end_of_key = '\0';

// Big endian, so that byte order is the order of numbers.
template <class Number>
void append_big_endian(std::string& out, Number number) {
  for (unsigned shift = 8 * sizeof(Number); shift > 0; shift -= 8) {
    out += static_cast<char>(number >> (shift - 8));
  }
}

void append_escaped(std::string& out, std::string_view key) {
  for (const char c : key) {
    out += c;
    if (c == escape) out += escaped_nul;
  }
}

std::string with_key(RowFamily family, std::uint64_t bucket_id, std::string_view key) {
  std::string row;
  row.reserve(family_bytes + key.size());
  row += static_cast<char>(family);
  append_big_endian(row, bucket_id);
  return row.append(key);
}

}  // namespace

std::string bucket_row(std::string_view name) {
  std::string row;
  row.reserve(1 + name.size());
  row += bucket_letter;
  return row.append(name);
}

std::string rows_of(RowFamily family, std::uint64_t bucket_id) {
  return with_key(family, bucket_id, {});
}

std::string object_row(std::uint64_t bucket_id, std::string_view key) {
  return with_key(RowFamily::objects, bucket_id, key);
}

std::string marker_row(std::uint64_t bucket_id, std::string_view key) {
  return with_key(RowFamily::markers, bucket_id, key);
}

std::string rows_of_prefix(RowFamily family, std::uint64_t bucket_id, std::string_view key_prefix) {
  std::string row = rows_of(family, bucket_id);
  append_escaped(row, key_prefix);
  return row;
}

std::string rows_of_key(RowFamily family, std::uint64_t bucket_id, std::string_view key) {
  std::string row = rows_of_prefix(family, bucket_id, key);
  row += escape;
  row += end_of_key;
  return row;
}

std::string older_row(std::uint64_t bucket_id, std::string_view key, std::uint64_t sequence) {
  std::string row = rows_of_key(RowFamily::older, bucket_id, key);
  append_big_endian(row, ~sequence);
  return row;
}

std::string upload_row(std::uint64_t bucket_id, std::string_view key, std::string_view token) {
  return rows_of_key(RowFamily::uploads, bucket_id, key).append(token);
}

std::string part_rows(std::uint64_t bucket_id, std::string_view token) {
  return rows_of(RowFamily::parts, bucket_id).append(token);
}

std::string part_row(std::uint64_t bucket_id, std::string_view token, unsigned number) {
  std::string row = part_rows(bucket_id, token);
  append_big_endian(row, static_cast<std::uint16_t>(number));
  return row;
}

EscapedRow escaped_row(std::string_view row) {
  row.remove_prefix(family_bytes);
  EscapedRow out;
  while (row.size() >= 2 && !(row[0] == escape && row[1] == end_of_key)) {
    out.key += row[0];
    row.remove_prefix(row[0] == escape ? 2 : 1);
  }
  out.rest = row.substr(std::min<std::size_t>(row.size(), 2));
  return out;
}

std::string_view key_of_row(std::string_view row) noexcept {
  row.remove_prefix(family_bytes);
  return row;
}

std::string_view name_of_row(std::string_view row) noexcept {
  row.remove_prefix(1);
  return row;
}

std::string behind_prefix(std::string prefix) {
  while (prefix.back() == '\xff') prefix.pop_back();
  ++prefix.back();
  return prefix;
}

std::string behind(std::string text) {
  text += '\0';
  return text;
}

}  // namespace pail::model
