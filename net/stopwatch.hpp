// How long something has taken, by a clock that nobody sets. For rates, never for dates.
#pragma once

#include <chrono>

namespace pail::net {

class Stopwatch {
 public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

}  // namespace pail::net
