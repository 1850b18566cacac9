// The checksum algorithms of x-amz-checksum-*, behind one running object. A plain value.
// Spec: shared/spec/semantics.md §10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "wire/digest.hpp"
#include "wire/xxhash.hpp"

namespace pail::wire {

enum class ChecksumAlgorithm : std::uint8_t {
  crc32,
  crc32c,
  crc64nvme,
  sha1,
  sha256,
  sha512,
  md5,
  xxhash64,
  xxhash3,
  xxhash128
};
inline constexpr ChecksumAlgorithm all_checksum_algorithms[] = {
    ChecksumAlgorithm::crc32,    ChecksumAlgorithm::crc32c,   ChecksumAlgorithm::crc64nvme,
    ChecksumAlgorithm::sha1,     ChecksumAlgorithm::sha256,   ChecksumAlgorithm::sha512,
    ChecksumAlgorithm::md5,      ChecksumAlgorithm::xxhash64, ChecksumAlgorithm::xxhash3,
    ChecksumAlgorithm::xxhash128};

// "CRC32", as in XML and x-amz-sdk-checksum-algorithm.
std::string_view name(ChecksumAlgorithm algorithm) noexcept;
std::string_view header_name(ChecksumAlgorithm algorithm) noexcept;  // "x-amz-checksum-crc32"
std::size_t width_bytes(ChecksumAlgorithm algorithm) noexcept;
std::optional<ChecksumAlgorithm> checksum_from_name(std::string_view name) noexcept;    // any case
std::optional<ChecksumAlgorithm> checksum_from_header(std::string_view name) noexcept;  // any case

class Checksum {
 public:
  explicit Checksum(ChecksumAlgorithm algorithm);
  void update(Bytes data) noexcept;
  std::string base64();  // once; big-endian bytes for what is a number
  ChecksumAlgorithm algorithm() const noexcept { return algorithm_; }

 private:
  ChecksumAlgorithm algorithm_;
  std::variant<Crc32, Crc32c, Crc64Nvme, Sha1, Sha256, Sha512, Md5, Xxh64, Xxh3, Xxh128> state_;
};

// Base64 of exactly the algorithm's width.
bool is_checksum_text(ChecksumAlgorithm algorithm, std::string_view base64);

}  // namespace pail::wire
