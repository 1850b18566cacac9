// How a file of a known size is cut into the parts of an upload. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

#include "client/transfer/part_plan.hpp"
#include "client/transfer/transfer.hpp"
#include "signer/service/policy.hpp"

namespace pail::signer::service {

struct PartPlan {
  std::uint64_t part_bytes = 0;
  std::uint64_t last_bytes = 0;
  unsigned count = 0;

  std::uint64_t size_of(unsigned number) const noexcept {
    return number == count ? last_bytes : part_bytes;
  }
};

using client::transfer::mebibyte;
using client::transfer::part_bytes_usual;
using wire::limits::part_bytes_max;
// Ours: a URL has some 500 bytes, so that an answer stays below a megabyte.
inline constexpr std::uint64_t parts_wanted = 1'000;

// `size` from 1 to object_bytes_max, which makes at most 1,024 parts.
constexpr PartPlan plan_parts(std::uint64_t size) noexcept {
  const std::uint64_t least = (size + parts_wanted - 1) / parts_wanted;
  const std::uint64_t whole = (least + mebibyte - 1) / mebibyte * mebibyte;
  const std::uint64_t part = std::clamp(whole, part_bytes_usual, part_bytes_max);
  const std::uint64_t count = (size + part - 1) / part;
  return {part, size - (count - 1) * part, static_cast<unsigned>(count)};
}

}  // namespace pail::signer::service
