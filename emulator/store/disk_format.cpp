#include "emulator/store/disk_format.hpp"

#include <charconv>

#include "wire/digest.hpp"

namespace pail::store {
namespace {

constexpr std::size_t blob_ref_bytes = 1 + 8 + 8 + 4;
constexpr std::size_t id_digits = 16;

template <class Integer>
void append_little(std::string& out, Integer value) {
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  }
}

template <class Integer>
Integer take_little(std::string_view& rest) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(Integer); ++i) {
    value |= std::uint64_t{static_cast<unsigned char>(rest[i])} << (8 * i);
  }
  rest.remove_prefix(sizeof(Integer));
  return static_cast<Integer>(value);
}

std::string hex_of(std::uint64_t id) {
  std::string digits;
  for (unsigned shift = 64; shift > 0; shift -= 4)
    digits += "0123456789abcdef"[id >> (shift - 4) & 15];
  return digits;
}

}  // namespace

// entries has no rowid, so that a layer's rows lie together in key order: opening reads them
// from front to back. bodies has one: a body is appended, and found by its number.
const char* const disk_schema = R"(
CREATE TABLE openings (count INTEGER NOT NULL, clean INTEGER NOT NULL) STRICT;
INSERT INTO openings VALUES (0, 1);
CREATE TABLE layers (id INTEGER PRIMARY KEY, parent INTEGER) STRICT;
CREATE TABLE spaces (name BLOB PRIMARY KEY, layer INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE entries (layer INTEGER NOT NULL, key BLOB NOT NULL, record BLOB, blobs BLOB,
                      crc INTEGER NOT NULL, PRIMARY KEY (layer, key)) STRICT, WITHOUT ROWID;
CREATE TABLE bodies (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
)";

void append_blob_ref(std::string& list, const BlobRef& ref) {
  list.push_back(static_cast<char>(ref.place));
  append_little(list, ref.id);
  append_little(list, ref.size);
  append_little(list, ref.crc);
}

std::optional<std::vector<BlobRef>> parse_blob_refs(std::string_view list) {
  if (list.size() % blob_ref_bytes != 0) return std::nullopt;
  std::vector<BlobRef> refs;
  refs.reserve(list.size() / blob_ref_bytes);
  while (!list.empty()) {
    const auto place = static_cast<BlobPlace>(take_little<std::uint8_t>(list));
    if (place != BlobPlace::row && place != BlobPlace::file) return std::nullopt;
    const auto id = take_little<std::uint64_t>(list);
    const auto size = take_little<std::uint64_t>(list);
    refs.push_back({place, id, size, take_little<std::uint32_t>(list)});
  }
  return refs;
}

std::uint32_t row_crc(std::uint64_t layer, std::string_view key,
                      std::optional<std::string_view> record, std::string_view blob_refs) {
  std::array<std::byte, 8 + 4 + 4> head;
  auto put = [at = head.begin()](std::uint64_t value, int bytes) mutable {
    for (; bytes > 0; --bytes, value >>= 8) *at++ = static_cast<std::byte>(value & 0xff);
  };
  put(layer, 8);
  put(key.size(), 4);
  put(record ? record->size() + 1 : 0, 4);
  wire::Crc32c crc;
  crc.update(head).update(wire::as_bytes(key));
  if (record) crc.update(wire::as_bytes(*record));
  return crc.update(wire::as_bytes(blob_refs)).value();
}

BlobFile blob_file(const std::filesystem::path& directory, std::uint64_t id) {
  const std::string digits = hex_of(id);
  std::filesystem::path folder = directory / blobs_name / digits.substr(id_digits - 4, 2);
  return {folder, folder / digits};
}

std::optional<std::uint64_t> blob_id_of(std::string_view file_name) {
  std::uint64_t id = 0;
  const char* end = file_name.data() + file_name.size();
  const auto [stop, fault] = std::from_chars(file_name.data(), end, id, 16);
  if (fault != std::errc() || stop != end || file_name != hex_of(id)) return std::nullopt;
  return id;
}

}  // namespace pail::store
