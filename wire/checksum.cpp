#include "wire/checksum.hpp"

#include <algorithm>
#include <iterator>

#include "wire/text.hpp"

namespace pail::wire {
namespace {

struct Row {
  std::string_view name;
  std::string_view header_name;
  std::size_t width_bytes;
};

// In the order of ChecksumAlgorithm.
constexpr Row rows[] = {
    {"CRC32", "x-amz-checksum-crc32", 4},
    {"CRC32C", "x-amz-checksum-crc32c", 4},
    {"CRC64NVME", "x-amz-checksum-crc64nvme", 8},
    {"SHA1", "x-amz-checksum-sha1", 20},
    {"SHA256", "x-amz-checksum-sha256", 32},
    {"SHA512", "x-amz-checksum-sha512", 64},
    {"MD5", "x-amz-checksum-md5", 16},
    {"XXHASH64", "x-amz-checksum-xxhash64", 8},
    {"XXHASH3", "x-amz-checksum-xxhash3", 8},
    {"XXHASH128", "x-amz-checksum-xxhash128", 16},
};
static_assert(std::size(rows) == std::size(all_checksum_algorithms));

constexpr const Row& row(ChecksumAlgorithm algorithm) noexcept {
  return rows[static_cast<std::size_t>(algorithm)];
}

std::optional<ChecksumAlgorithm> algorithm_with(std::string_view Row::*field,
                                                std::string_view text) noexcept {
  const auto* found = std::find_if(std::begin(rows), std::end(rows),
                                   [&](const Row& r) { return iequals(r.*field, text); });
  if (found == std::end(rows)) return std::nullopt;
  return static_cast<ChecksumAlgorithm>(found - rows);
}

using State =
    std::variant<Crc32, Crc32c, Crc64Nvme, Sha1, Sha256, Sha512, Md5, Xxh64, Xxh3, Xxh128>;

State fresh(ChecksumAlgorithm algorithm) {
  switch (algorithm) {
    case ChecksumAlgorithm::crc32:
      return Crc32();
    case ChecksumAlgorithm::crc32c:
      return Crc32c();
    case ChecksumAlgorithm::crc64nvme:
      return Crc64Nvme();
    case ChecksumAlgorithm::sha1:
      return Sha1();
    case ChecksumAlgorithm::sha256:
      return Sha256();
    case ChecksumAlgorithm::sha512:
      return Sha512();
    case ChecksumAlgorithm::md5:
      return Md5();
    case ChecksumAlgorithm::xxhash64:
      return Xxh64();
    case ChecksumAlgorithm::xxhash3:
      return Xxh3();
    case ChecksumAlgorithm::xxhash128:
      return Xxh128();
  }
  __builtin_unreachable();
}

template <class Word>
std::array<std::byte, sizeof(Word)> big_endian(Word value) noexcept {
  std::array<std::byte, sizeof(Word)> bytes;
  for (std::size_t i = bytes.size(); i-- > 0; value >>= 8) bytes[i] = static_cast<std::byte>(value);
  return bytes;
}

template <class Crc>
auto base64_of(Crc& state) -> decltype(to_base64(big_endian(state.value()))) {
  return to_base64(big_endian(state.value()));
}
template <class Hash>
auto base64_of(Hash& state) -> decltype(to_base64(state.finish())) {
  return to_base64(state.finish());
}

}  // namespace

std::string_view name(ChecksumAlgorithm algorithm) noexcept {
  return row(algorithm).name;
}

std::string_view header_name(ChecksumAlgorithm algorithm) noexcept {
  return row(algorithm).header_name;
}

std::size_t width_bytes(ChecksumAlgorithm algorithm) noexcept {
  return row(algorithm).width_bytes;
}

std::optional<ChecksumAlgorithm> checksum_from_name(std::string_view name) noexcept {
  return algorithm_with(&Row::name, name);
}

std::optional<ChecksumAlgorithm> checksum_from_header(std::string_view name) noexcept {
  return algorithm_with(&Row::header_name, name);
}

Checksum::Checksum(ChecksumAlgorithm algorithm) : algorithm_(algorithm), state_(fresh(algorithm)) {}

void Checksum::update(Bytes data) noexcept {
  std::visit([&](auto& state) { state.update(data); }, state_);
}

std::string Checksum::base64() {
  return std::visit([](auto& state) { return base64_of(state); }, state_);
}

bool is_checksum_text(ChecksumAlgorithm algorithm, std::string_view base64) {
  const auto bytes = from_base64(base64);
  return bytes && bytes->size() == width_bytes(algorithm);
}

}  // namespace pail::wire
