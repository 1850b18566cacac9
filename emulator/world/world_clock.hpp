// A world's time: the machine's, the machine's shifted, or one that stands still until it is moved.
// Everything a world says and judges about time comes from here: skew, expiry, Last-Modified,
// lifecycle.
//
// Thread-safe: one atomic word holds mode and value, so no reader ever sees half a setting.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>

#include "wire/clock.hpp"

namespace pail::world {

struct ClockSetting {
  enum class Mode : std::uint8_t { system, offset, fixed };
  Mode mode = Mode::system;
  std::chrono::microseconds offset{0};  // of Mode::offset
  wire::Time now = {};                  // of Mode::fixed

  static ClockSetting shifted(std::chrono::microseconds by) { return {Mode::offset, by, {}}; }
  static ClockSetting standing(wire::Time at) {
    return {Mode::fixed, std::chrono::microseconds(0), at};
  }
};

class WorldClock final : public wire::Clock {
 public:
  // `machine`: what "system" means; never null.
  explicit WorldClock(std::shared_ptr<const wire::Clock> machine, ClockSetting setting = {});

  wire::Time now() const noexcept override;
  ClockSetting setting() const noexcept;
  void set(const ClockSetting& setting) noexcept;
  // Moves a standing clock on, and shifts a running one (which is then of Mode::offset).
  void advance(std::chrono::microseconds by) noexcept;

 private:
  std::shared_ptr<const wire::Clock> machine_;
  // Twice the microseconds, of the shift or of the moment; odd: it stands.
  std::atomic<std::int64_t> word_;
};

}  // namespace pail::world
