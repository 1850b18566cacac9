// What an archive is made of, in the order it is written: the manifest; then, again and again, the
// bodies of some entries followed by the file of those entries. docs/world-archive.md says it for
// whoever wants to read one without Pail.
//
// A row, numbers little endian:
//   u32  how many bytes follow
//   u32  length of the key
//   u32  how many blobs the entry names
//   key
//   for each of them: u64 its number (blobs/<number>), u32 CRC32C of its bytes
//   the entry's bytes
//   u32  CRC32C of all before it
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wire/clock.hpp"
#include "wire/encode.hpp"
#include "wire/result.hpp"

namespace pail::archive {

// Raised when an older Pail could no longer read what is written.
inline constexpr std::uint64_t format_version = 1;

inline constexpr std::string_view manifest_name = "pail-world.json";
std::string blob_name(std::uint64_t number);     // "blobs/1"
std::string entries_name(std::uint64_t number);  // "entries/000001"

// Ours: a manifest has about 400 bytes; a later one may say more.
inline constexpr std::uint64_t manifest_bytes_max = 64 * 1024;
// Ours: what an importer is willing to hold of one row. An object of 10,000 parts with checksums
// has 1 MiB, and the largest inline body is far smaller.
inline constexpr std::size_t row_bytes_max = 64 * 1024 * 1024;
// Ours: entries that are written, and swapped in, together. On disk that is one transaction.
inline constexpr std::size_t group_rows_max = 1000;
inline constexpr std::size_t group_row_bytes_max = 1024 * 1024;
// Ours: the disk engine holds small bodies in memory until their entries are stored.
inline constexpr std::uint64_t group_blob_bytes_max = 8 * 1024 * 1024;

struct BlobRef {
  std::uint64_t number;
  std::uint32_t crc;
};

// A row taken apart: views into it.
struct Row {
  std::string_view key;
  std::vector<BlobRef> blobs;
  std::string_view bytes;
};

std::uint64_t row_size(const Row& row) noexcept;
std::uint64_t row_size(std::size_t key, std::size_t blobs, std::size_t bytes) noexcept;
void append_row(std::string& out, const Row& row);
// Of a whole row, as append_row() made it. InvalidArgument when it is damaged.
wire::Result<Row> read_row(std::string_view row);
// How long the row is that begins here; nullopt while its first four bytes are not all there.
// InvalidArgument when it is longer than row_bytes_max.
wire::Result<std::size_t> row_size_of(std::string_view first_bytes);
inline constexpr std::size_t row_length_bytes = 4;

struct Manifest {
  std::string world;
  std::string region;
  wire::Time exported = {};
  std::uint64_t entries = 0;
  std::uint64_t entry_files = 0;
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
};

std::string to_json(const Manifest& manifest);
// InvalidArgument: no manifest, or one of a newer format, which the message says.
wire::Result<Manifest> parse_manifest(std::string_view json);

// What is wrong with an archive: "The archive ..." in a sentence.
wire::Error damaged(std::string_view what);

}  // namespace pail::archive
