#include "emulator/world/world_clock.hpp"

#include <utility>

namespace pail::world {
namespace {

using std::chrono::microseconds;

std::int64_t word_of(const ClockSetting& setting) noexcept {
  switch (setting.mode) {
    case ClockSetting::Mode::fixed:
      return setting.now.time_since_epoch().count() * 2 + 1;
    case ClockSetting::Mode::offset:
      return setting.offset.count() * 2;
    case ClockSetting::Mode::system:
      break;
  }
  return 0;
}

bool stands(std::int64_t word) noexcept {
  return word % 2 != 0;
}

microseconds value_of(std::int64_t word) noexcept {
  return microseconds(stands(word) ? (word - 1) / 2 : word / 2);
}

}  // namespace

WorldClock::WorldClock(std::shared_ptr<const wire::Clock> machine, ClockSetting setting)
    : machine_(std::move(machine)), word_(word_of(setting)) {}

wire::Time WorldClock::now() const noexcept {
  const std::int64_t word = word_.load(std::memory_order_relaxed);
  return stands(word) ? wire::Time(value_of(word)) : machine_->now() + value_of(word);
}

ClockSetting WorldClock::setting() const noexcept {
  const std::int64_t word = word_.load(std::memory_order_relaxed);
  if (stands(word)) return ClockSetting::standing(wire::Time(value_of(word)));
  return word == 0 ? ClockSetting{} : ClockSetting::shifted(value_of(word));
}

void WorldClock::set(const ClockSetting& setting) noexcept {
  word_.store(word_of(setting), std::memory_order_relaxed);
}

void WorldClock::advance(microseconds by) noexcept {
  word_.fetch_add(by.count() * 2, std::memory_order_relaxed);
}

}  // namespace pail::world
