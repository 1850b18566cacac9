// What an Emulator and the handles of its worlds share: the emulator and its server. Lives until
// the last of them is gone. Not for users of pail::testing. Thread-safe, but for stop().
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/control/control.hpp"
#include "emulator/emulator.hpp"
#include "emulator/world/worlds.hpp"
#include "net/server.hpp"
#include "testing/emulator.hpp"

namespace pail::testing {

class Running : public std::enable_shared_from_this<Running> {
 public:
  explicit Running(Options options);

  emulator::Emulator& emulator() noexcept { return emulator_; }
  world::Worlds& worlds() noexcept { return emulator_.worlds(); }
  const std::string& endpoint() const noexcept { return endpoint_; }
  void stop() { server_.stop(); }

  // A handle of one that is there.
  World handle(std::shared_ptr<world::World> world);
  // A new world, and the handle that it goes with.
  World create(const world::NewWorld& wanted);

 private:
  World handle(std::shared_ptr<world::World> world, std::vector<world::WorldKey> keys, bool goes);

  emulator::Emulator emulator_;
  control::Control control_;
  control::Front front_;
  net::Server server_;
  std::string endpoint_;
};

struct World::State {
  std::shared_ptr<Running> running;
  std::shared_ptr<world::World> world;
  std::string region;
  std::vector<world::WorldKey> keys;  // at least one
  bool goes = false;                  // with its handle
};

}  // namespace pail::testing
