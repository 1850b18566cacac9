#include <algorithm>

#include "emulator/archive/format.hpp"
#include "emulator/model/little_endian.hpp"
#include "wire/digest.hpp"

namespace pail::archive {
namespace {

using model::append_little_endian;
using model::read_little_endian;

constexpr std::size_t numbers_bytes = 8;  // behind the length: of the key, of blobs
constexpr std::size_t blob_bytes = 12;
constexpr std::size_t crc_bytes = 4;

std::uint32_t crc_of(std::string_view text) {
  return wire::Crc32c().update(wire::as_bytes(text)).value();
}

}  // namespace

wire::Error damaged(std::string_view what) {
  return {wire::Errc::InvalidArgument,
          "The archive cannot be imported: " + std::string(what) + "."};
}

std::string blob_name(std::uint64_t number) {
  return "blobs/" + std::to_string(number);
}

std::string entries_name(std::uint64_t number) {
  constexpr std::size_t digits_min = 6;  // a listing by name is one by number
  const std::string digits = std::to_string(number);
  return "entries/" + std::string(digits_min - std::min(digits_min, digits.size()), '0') + digits;
}

std::uint64_t row_size(std::size_t key, std::size_t blobs, std::size_t bytes) noexcept {
  return row_length_bytes + numbers_bytes + key + blob_bytes * blobs + bytes + crc_bytes;
}

std::uint64_t row_size(const Row& row) noexcept {
  return row_size(row.key.size(), row.blobs.size(), row.bytes.size());
}

void append_row(std::string& out, const Row& row) {
  const std::size_t begin = out.size();
  append_little_endian(out, static_cast<std::uint32_t>(row_size(row) - row_length_bytes));
  append_little_endian(out, static_cast<std::uint32_t>(row.key.size()));
  append_little_endian(out, static_cast<std::uint32_t>(row.blobs.size()));
  out.append(row.key);
  for (const BlobRef& blob : row.blobs) {
    append_little_endian(out, blob.number);
    append_little_endian(out, blob.crc);
  }
  out.append(row.bytes);
  append_little_endian(out, crc_of(std::string_view(out).substr(begin)));
}

wire::Result<std::size_t> row_size_of(std::string_view first_bytes) {
  const std::size_t behind = read_little_endian<std::uint32_t>(first_bytes);
  if (behind < numbers_bytes + crc_bytes) return damaged("an entry has no room for its numbers");
  if (behind > row_bytes_max) return damaged("an entry is longer than any Pail writes");
  return row_length_bytes + behind;
}

wire::Result<Row> read_row(std::string_view row) {
  if (row.size() < row_size(0, 0, 0)) return damaged("an entry has no room for its numbers");
  const std::string_view judged = row.substr(0, row.size() - crc_bytes);
  if (crc_of(judged) != read_little_endian<std::uint32_t>(row.substr(judged.size()))) {
    return damaged("an entry does not have the checksum it says");
  }
  std::string_view rest = judged.substr(row_length_bytes);
  const std::size_t key = read_little_endian<std::uint32_t>(rest);
  const std::size_t blobs = read_little_endian<std::uint32_t>(rest.substr(numbers_bytes / 2));
  rest.remove_prefix(numbers_bytes);
  if (key > rest.size() || blobs > (rest.size() - key) / blob_bytes) {
    return damaged("an entry says more than it holds");
  }
  Row result{.key = rest.substr(0, key), .blobs = {}, .bytes = {}};
  rest.remove_prefix(key);
  for (std::size_t i = 0; i < blobs; ++i) {
    result.blobs.push_back({read_little_endian<std::uint64_t>(rest),
                            read_little_endian<std::uint32_t>(rest.substr(8))});
    rest.remove_prefix(blob_bytes);
  }
  result.bytes = rest;
  return result;
}

}  // namespace pail::archive
