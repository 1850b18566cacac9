// The CRC of two texts one behind the other, from the CRC of each and the length of the second, in
// bytes: nothing is read again. Pure; a combination costs a microsecond or two whatever the length.
// Spec: shared/spec/semantics.md §10 (FULL_OBJECT).
#pragma once

#include <cstdint>

namespace pail::wire {

std::uint32_t combined_crc32(std::uint32_t first, std::uint32_t second,
                             std::uint64_t second_bytes) noexcept;
std::uint32_t combined_crc32c(std::uint32_t first, std::uint32_t second,
                              std::uint64_t second_bytes) noexcept;
std::uint64_t combined_crc64nvme(std::uint64_t first, std::uint64_t second,
                                 std::uint64_t second_bytes) noexcept;

}  // namespace pail::wire
