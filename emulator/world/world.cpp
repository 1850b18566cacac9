#include "emulator/world/world.hpp"

namespace pail::world {

wire::Result<std::unique_ptr<World>> World::open(store::Engine& engine, WorldOptions options) {
  PAIL_TRY(auto space, engine.open(options.name));
  std::unique_ptr<World> world(new World(std::move(options), std::move(space)));
  PAIL_TRY(world->model_.tidy());
  return world;
}

World::World(WorldOptions options, std::unique_ptr<store::Space> space)
    : name_(std::move(options.name)),
      region_(std::move(options.region)),
      clock_(std::move(options.clock)),
      random_(options.random ? std::move(options.random) : std::make_shared<wire::SystemRandom>()),
      directory_(std::move(options.identities), random_),
      space_(std::move(space)),
      model_(*space_, *random_) {}

}  // namespace pail::world
