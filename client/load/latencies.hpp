// How long many things took: counts in buckets that grow with the time, so that any number of them
// needs the same memory and a percentile is at most 1/32 off. A value; one thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace pail::client::load {

class Latencies {
 public:
  void add(std::chrono::microseconds took) noexcept;
  void add(const Latencies& others) noexcept;
  std::uint64_t count() const noexcept { return count_; }
  // The time that `share` of all did not exceed: 0.99 for the 99th percentile. 0 when there are
  // none.
  std::chrono::microseconds percentile(double share) const noexcept;
  std::chrono::microseconds max() const noexcept { return std::chrono::microseconds(max_); }

 private:
  static constexpr unsigned steps_bits = 5;  // steps of each doubling: 32
  static constexpr unsigned doublings = 36;  // up to 19 hours
  static std::size_t bucket_of(std::uint64_t microseconds) noexcept;
  static std::uint64_t end_of(std::size_t bucket) noexcept;

  std::array<std::uint64_t, (doublings + 1) << steps_bits> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace pail::client::load
