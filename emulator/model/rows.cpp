#include "emulator/model/rows.hpp"

namespace pail::model {
namespace {

constexpr char bucket_letter = 'b';
constexpr char object_letter = 'o';
constexpr std::size_t id_bytes = 8;
constexpr std::size_t object_rows_bytes = 1 + id_bytes;

// Big endian, so that byte order is the order of ids.
void append_id(std::string& out, std::uint64_t id) {
  for (unsigned shift = 64; shift > 0; shift -= 8) out += static_cast<char>(id >> (shift - 8));
}

}  // namespace

std::string bucket_row(std::string_view name) {
  std::string row;
  row.reserve(1 + name.size());
  row += bucket_letter;
  return row.append(name);
}

std::string object_rows(std::uint64_t bucket_id) {
  return object_row(bucket_id, {});
}

std::string object_row(std::uint64_t bucket_id, std::string_view key) {
  std::string row;
  row.reserve(object_rows_bytes + key.size());
  row += object_letter;
  append_id(row, bucket_id);
  return row.append(key);
}

std::string_view key_of_row(std::string_view row) noexcept {
  row.remove_prefix(object_rows_bytes);
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
