// How one direction of an exchange moves when a Carriage slows it down: how long to wait, and then
// how many bytes may go. Even small slices instead of bursts, as on a thin line; the first at once.
//
// Pure: it is told the time. Not thread-safe. Times are nanoseconds since any moment that stays the
// same.
#pragma once

#include <chrono>
#include <cstdint>

#include "net/exchange.hpp"

namespace pail::net {

class Pacer {
 public:
  using Time = std::chrono::nanoseconds;
  // Ours: fine enough for a progress bar to look right, coarse enough to cost nothing.
  static constexpr std::uint64_t slices_per_second = 16;

  static Pacer of_request(const Carriage& told, Time now) noexcept;
  static Pacer of_answer(const Carriage& told, Time now) noexcept;

  // Before the next slice. A stall is told once.
  std::chrono::milliseconds wait(Time now) noexcept;
  // The next slice at most; 0 once the cut is reached.
  std::size_t room() const noexcept;
  void moved(std::size_t bytes, Time now) noexcept;

 private:
  Pacer(std::uint64_t bytes_per_second, std::uint64_t cut_at, Time now) noexcept
      : rate_(bytes_per_second), cut_at_(cut_at), due_(now) {}

  std::uint64_t rate_;  // 0: no limit
  std::uint64_t cut_at_;
  std::uint64_t stall_at_ = 0;
  std::chrono::milliseconds stall_{0};  // still to come
  Time due_;                            // of the next slice
  std::uint64_t moved_ = 0;
};

}  // namespace pail::net
