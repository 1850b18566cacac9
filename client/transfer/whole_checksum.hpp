// The checksum of a whole object from those of its parts, where the algorithm can do that: the
// CRCs. Nothing is read again. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/checksum.hpp"

namespace pail::client::transfer {

// CRC32, CRC32C and CRC64NVME; for the others S3 has only checksums of checksums.
constexpr bool can_be_joined(wire::ChecksumAlgorithm algorithm) noexcept {
  return algorithm == wire::ChecksumAlgorithm::crc32 ||
         algorithm == wire::ChecksumAlgorithm::crc32c ||
         algorithm == wire::ChecksumAlgorithm::crc64nvme;
}

class WholeChecksum {
 public:
  // One that can be joined.
  explicit WholeChecksum(wire::ChecksumAlgorithm algorithm) : algorithm_(algorithm) {}

  // The next part in order. False: that is no checksum of the algorithm.
  bool append(std::string_view base64, std::uint64_t bytes);
  std::string base64() const;

 private:
  wire::ChecksumAlgorithm algorithm_;
  std::uint64_t value_ = 0;  // that of no bytes
};

}  // namespace pail::client::transfer
