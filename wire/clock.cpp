#include "wire/clock.hpp"

namespace pail::wire {

Time SystemClock::now() const noexcept {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace pail::wire
