// How things are written in a data directory: names, schema, the list of an entry's blobs, the
// checksum of a row. docs/disk-format.md says the same for people; change both, and the version.
//
// Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pail::store {

inline constexpr std::uint32_t disk_format_version = 1;
inline constexpr std::uint32_t disk_application_id = 0x5061696C;  // "Pail"

inline constexpr std::string_view database_name = "pail.sqlite";
inline constexpr std::string_view lock_name = "lock";
inline constexpr std::string_view blobs_name = "blobs";
// Under this name the database is made: whatever bears the final one is complete.
inline constexpr std::string_view unfinished_database_name = "pail.sqlite.new";

extern const char* const disk_schema;

// Where the bytes of a blob lie.
enum class BlobPlace : std::uint8_t { row = 1, file = 2 };

struct BlobRef {
  BlobPlace place;
  std::uint64_t id;
  std::uint64_t size;
  std::uint32_t crc;  // CRC32C of the bytes
};

// The number of an opening of the directory in the upper bits, a counter below: unique without
// looking at what is there. 2^24 openings of 2^40 blobs.
inline constexpr unsigned blob_counter_bits = 40;
inline constexpr std::uint64_t first_blob_id(std::uint64_t opening) noexcept {
  return opening << blob_counter_bits;
}

// 21 bytes each.
void append_blob_ref(std::string& list, const BlobRef& ref);
// nullopt when the list is damaged.
std::optional<std::vector<BlobRef>> parse_blob_refs(std::string_view list);

// Of a row of `entries`; without a record: of a tombstone.
std::uint32_t row_crc(std::uint64_t layer, std::string_view key,
                      std::optional<std::string_view> record, std::string_view blob_refs);

// blobs/0c/0000010000000c3f: 256 blobs in a row share a folder, so that a batch of commits has
// about one of them to sync.
inline constexpr std::size_t blob_folder(std::uint64_t id) noexcept {
  return id >> 8 & 0xff;
}
struct BlobFile {
  std::filesystem::path folder;
  std::filesystem::path file;
};
BlobFile blob_file(const std::filesystem::path& directory, std::uint64_t id);
// nullopt when no blob has that name.
std::optional<std::uint64_t> blob_id_of(std::string_view file_name);

}  // namespace pail::store
