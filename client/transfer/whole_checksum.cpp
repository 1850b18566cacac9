#include "client/transfer/whole_checksum.hpp"

#include "wire/crc_combine.hpp"
#include "wire/encode.hpp"

namespace pail::client::transfer {
namespace {

using wire::ChecksumAlgorithm;

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

std::string to_big_endian(std::uint64_t value, std::size_t width) {
  std::string bytes(width, '\0');
  for (std::size_t i = width; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}

std::uint64_t combined(ChecksumAlgorithm algorithm, std::uint64_t first, std::uint64_t second,
                       std::uint64_t second_bytes) {
  const auto narrow_first = static_cast<std::uint32_t>(first);
  const auto narrow_second = static_cast<std::uint32_t>(second);
  if (algorithm == ChecksumAlgorithm::crc32) {
    return wire::combined_crc32(narrow_first, narrow_second, second_bytes);
  }
  if (algorithm == ChecksumAlgorithm::crc32c) {
    return wire::combined_crc32c(narrow_first, narrow_second, second_bytes);
  }
  return wire::combined_crc64nvme(first, second, second_bytes);
}

}  // namespace

bool WholeChecksum::append(std::string_view base64, std::uint64_t bytes) {
  if (!wire::is_checksum_text(algorithm_, base64)) return false;
  const auto raw = wire::from_base64(base64);
  if (!raw) return false;
  value_ = combined(algorithm_, value_, from_big_endian(*raw), bytes);
  return true;
}

std::string WholeChecksum::base64() const {
  const std::string raw = to_big_endian(value_, wire::width_bytes(algorithm_));
  return wire::to_base64(wire::as_bytes(raw));
}

}  // namespace pail::client::transfer
