#include "emulator/world/worlds.hpp"

#include <algorithm>

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;

bool claims(const World& world, const WorldOptions& options) {
  return world.name() == options.name ||
         std::any_of(options.identities.begin(), options.identities.end(), [&](const auto& pair) {
           return world.directory().identity(pair.access_key) != nullptr;
         });
}

}  // namespace

wire::Result<Worlds> Worlds::open(std::unique_ptr<store::Engine> engine,
                                  std::vector<WorldOptions> options) {
  Worlds worlds(std::move(engine));
  for (WorldOptions& world : options) {
    PAIL_TRY(worlds.add(std::move(world)));
  }
  return worlds;
}

wire::Result<void> Worlds::add(WorldOptions options) {
  for (const auto& world : worlds_) {
    if (claims(*world, options)) {
      return Error(Errc::InvalidArgument,
                   "World " + options.name + ": name or access key belongs to " + world->name());
    }
  }
  PAIL_TRY(auto world, World::open(*engine_, std::move(options)));
  worlds_.push_back(std::move(world));
  return wire::ok();
}

World& Worlds::of_access_key(std::string_view access_key) const noexcept {
  const auto found = std::find_if(worlds_.begin(), worlds_.end(), [&](const auto& world) {
    return world->directory().identity(access_key) != nullptr;
  });
  return found == worlds_.end() ? default_world() : **found;
}

}  // namespace pail::world
