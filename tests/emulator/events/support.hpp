// A destination that a test watches and directs, and a world to write into.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "emulator/events/outbox.hpp"
#include "emulator/store/memory.hpp"
#include "emulator/world/worlds.hpp"

namespace pail::emulator::events::testing {

// What a destination is asked, and answers. Shared by all couriers to it; thread-safe.
class Destination {
 public:
  // `answer` is asked for each post; statuses below 100 stand for no answer at all.
  explicit Destination(std::function<unsigned(std::string_view json)> answer = {})
      : answer_(std::move(answer)) {}

  wire::Result<unsigned> take(std::string_view json) {
    const unsigned status = answer_ ? answer_(json) : 200;
    {
      const std::scoped_lock lock(mutex_);
      posts_.emplace_back(json);
    }
    taken_.notify_all();
    if (status >= 100) return status;
    return wire::Error(wire::Errc::NetworkFailure, "refused").with("Phase", "connect");
  }
  std::vector<std::string> posts() const {
    const std::scoped_lock lock(mutex_);
    return posts_;
  }
  // Returns when so many have come; false when they do not.
  bool wait_for(std::size_t count) const {
    std::unique_lock lock(mutex_);
    return taken_.wait_for(lock, std::chrono::seconds(20), [&] { return posts_.size() >= count; });
  }

 private:
  const std::function<unsigned(std::string_view)> answer_;
  mutable std::mutex mutex_;
  mutable std::condition_variable taken_;
  std::vector<std::string> posts_;
};

class TestCourier final : public net::Courier {
 public:
  explicit TestCourier(std::shared_ptr<Destination> destination)
      : destination_(std::move(destination)) {}
  net::Result<unsigned> post(std::string_view json) override { return destination_->take(json); }
  void hurry(std::chrono::milliseconds) override {}

 private:
  std::shared_ptr<Destination> destination_;
};

// All URLs lead to it.
inline net::CourierMaker courier_to(std::shared_ptr<Destination> destination) {
  return [destination](const std::string&) { return std::make_unique<TestCourier>(destination); };
}

inline std::unique_ptr<world::Worlds> open_worlds(std::shared_ptr<const wire::Clock> clock) {
  std::vector<world::WorldOptions> options = {
      {"default", "us-east-1", {{"AKID", "secret"}}, std::move(clock)}};
  auto worlds = world::Worlds::open(store::make_memory_engine(), std::move(options));
  return std::move(worlds.value());
}

// The notifications of a world's journal.
inline std::vector<world::Journal::EntryPtr> notifications(world::World& world) {
  return world.journal().find({.kind = "notification"}, 0, 100'000).entries;
}

}  // namespace pail::emulator::events::testing
