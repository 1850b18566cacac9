// One archive of a whole world, portable between machines and engines: a tar file with a manifest,
// the entries, and each body once. It holds the secrets of the world's identities.
//
// An export shows one moment; writes go on meanwhile. docs/world-archive.md has the format.
#pragma once

#include <functional>
#include <memory>

#include "emulator/world/worlds.hpp"
#include "net/exchange.hpp"
#include "wire/result.hpp"

namespace pail::archive {

// What is read piece by piece. It keeps the moment alive until it goes.
wire::Result<std::unique_ptr<net::Source>> export_world(world::World& world);

// Takes an archive piece by piece. Nothing of it shows before finish(), which puts everything in
// the world's place at once; an import that fails or is cut short leaves the world as it was.
// InvalidArgument says what is wrong with the archive.
class Import {
 public:
  Import(world::Worlds& worlds, std::shared_ptr<world::World> world);
  ~Import();
  wire::Result<void> write(wire::Bytes piece);
  wire::Result<void> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pail::archive
