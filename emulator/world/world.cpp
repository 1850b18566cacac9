#include "emulator/world/world.hpp"

#include <utility>

namespace pail::world {

World::World(WorldOptions options, std::shared_ptr<const ClockHook> on_clock_moved)
    : name_(std::move(options.name)),
      region_(std::move(options.region)),
      machine_(std::move(options.clock)),
      random_(options.random ? std::move(options.random) : std::make_shared<wire::SystemRandom>()),
      on_clock_moved_(std::move(on_clock_moved)),
      clock_(machine_, options.clock_setting) {}

World::~World() = default;

std::shared_ptr<Contents> World::contents() const {
  const std::lock_guard lock(mutex_);
  return contents_;
}

void World::replace(std::shared_ptr<Contents> contents) {
  {
    const std::lock_guard lock(mutex_);
    contents_.swap(contents);
  }
  if (contents) contents->retire();
}

void World::set_clock(const ClockSetting& setting) {
  clock_.set(setting);
  if (*on_clock_moved_) (*on_clock_moved_)(*this);
}

void World::advance_clock(std::chrono::microseconds by) {
  clock_.advance(by);
  if (*on_clock_moved_) (*on_clock_moved_)(*this);
}

}  // namespace pail::world
