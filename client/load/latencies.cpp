#include "client/load/latencies.hpp"

#include <algorithm>
#include <bit>

namespace pail::client::load {

// Below 32 a bucket per microsecond; from there on the five bits behind the highest one.
std::size_t Latencies::bucket_of(std::uint64_t microseconds) noexcept {
  constexpr std::uint64_t steps = 1u << steps_bits;
  if (microseconds < steps) return static_cast<std::size_t>(microseconds);
  const auto doubling = static_cast<unsigned>(std::bit_width(microseconds)) - steps_bits;
  if (doubling > doublings - 1) return (std::size_t{doublings + 1} << steps_bits) - 1;
  const std::uint64_t step = (microseconds >> (doubling - 1)) - steps;
  return (std::size_t{doubling} << steps_bits) + static_cast<std::size_t>(step);
}

// The largest time that falls into it.
std::uint64_t Latencies::end_of(std::size_t bucket) noexcept {
  constexpr std::uint64_t steps = 1u << steps_bits;
  if (bucket < steps) return bucket;
  const std::size_t doubling = bucket >> steps_bits;
  const std::uint64_t step = bucket & (steps - 1);
  return ((steps + step + 1) << (doubling - 1)) - 1;
}

void Latencies::add(std::chrono::microseconds took) noexcept {
  const auto microseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0));
  ++buckets_[bucket_of(microseconds)];
  ++count_;
  max_ = std::max(max_, microseconds);
}

void Latencies::add(const Latencies& others) noexcept {
  if (others.count_ == 0) return;
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += others.buckets_[i];
  count_ += others.count_;
  max_ = std::max(max_, others.max_);
}

std::chrono::microseconds Latencies::percentile(double share) const noexcept {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(count_) + 0.5);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen > 0 && seen >= wanted) {
      return std::chrono::microseconds(std::min(end_of(bucket), max_));
    }
  }
  return std::chrono::microseconds(0);
}

}  // namespace pail::client::load
