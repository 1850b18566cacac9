// What the three CRCs divide by, bits reversed: the highest power of x is the lowest bit.
#pragma once

#include <cstdint>

namespace pail::wire {

inline constexpr std::uint32_t crc32_polynomial = 0xEDB88320;
inline constexpr std::uint32_t crc32c_polynomial = 0x82F63B78;
inline constexpr std::uint64_t crc64nvme_polynomial = 0x9A6C9329AC4BC9B5;

}  // namespace pail::wire
