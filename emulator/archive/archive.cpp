#include "emulator/archive/archive.hpp"

#include "emulator/archive/space_export.hpp"
#include "emulator/archive/space_import.hpp"

namespace pail::archive {

wire::Result<std::unique_ptr<net::Source>> export_world(world::World& world) {
  std::shared_ptr<world::Contents> contents = world.contents();
  PAIL_TRY(contents->save());  // who may sign lies in the Space, too
  const store::Space& space = contents->space();
  return export_space(
      space,
      {.world = world.name(), .region = std::string(world.region()), .exported = world.now()},
      std::move(contents));
}

struct Import::State {
  world::Worlds* worlds;
  std::shared_ptr<world::World> world;
  // Made with the first piece; the import refers to it, and goes first.
  std::unique_ptr<store::Space> space = {};
  std::optional<SpaceImport> import = {};

  wire::Result<void> begin() {
    if (import) return wire::ok();
    PAIL_TRY(space, worlds->scratch_space());
    import.emplace(*space);
    return wire::ok();
  }
};

Import::Import(world::Worlds& worlds, std::shared_ptr<world::World> world)
    : state_(new State{.worlds = &worlds, .world = std::move(world)}) {}

Import::~Import() = default;

wire::Result<void> Import::write(wire::Bytes piece) {
  PAIL_TRY(state_->begin());
  return state_->import->write(piece);
}

wire::Result<void> Import::finish() {
  PAIL_TRY(state_->begin());
  PAIL_TRY(state_->import->finish());
  state_->import.reset();
  return state_->worlds->adopt(*state_->world, std::move(state_->space));
}

}  // namespace pail::archive
