#include "client/load/sizes.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "client/load/draw.hpp"

namespace pail::client::load {
namespace {

// `share`: of 2^32.
std::uint64_t inside(const Sizes::Range& range, std::uint64_t share) noexcept {
  if (range.least == range.greatest) return range.least;
  const double from = std::log(static_cast<double>(range.least) + 1);
  const double to = std::log(static_cast<double>(range.greatest) + 1);
  const double at = from + (to - from) * std::ldexp(static_cast<double>(share), -32);
  const auto size = static_cast<std::uint64_t>(std::exp(at) - 1 + 0.5);
  return std::clamp(size, range.least, range.greatest);
}

}  // namespace

Sizes::Sizes(std::vector<Range> ranges) : ranges_(std::move(ranges)) {
  for (const Range& range : ranges_) weights_ += range.weight;
}

std::uint64_t Sizes::of(std::uint64_t drawn) const noexcept {
  std::uint64_t at = below(weights_, drawn);
  for (const Range& range : ranges_) {
    if (at < range.weight) return inside(range, drawn & 0xffff'ffff);
    at -= range.weight;
  }
  return ranges_.back().greatest;
}

std::uint64_t Sizes::greatest() const noexcept {
  std::uint64_t most = 0;
  for (const Range& range : ranges_) most = std::max(most, range.greatest);
  return most;
}

}  // namespace pail::client::load
