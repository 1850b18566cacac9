// All worlds of one process and the engine under them. The first is the default one: where
// requests belong that carry no key, or a key nobody knows.
//
// Owns the engine and the worlds. Immutable once built: thread-safe.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "emulator/store/engine.hpp"
#include "emulator/world/world.hpp"

namespace pail::world {

class Worlds {
 public:
  // At least one world. InvalidArgument when two worlds claim one access key or name, since a
  // request could then not say which it means; otherwise the engine's errors.
  static wire::Result<Worlds> open(std::unique_ptr<store::Engine> engine,
                                   std::vector<WorldOptions> options);

  World& default_world() const noexcept { return *worlds_.front(); }
  World& of_access_key(std::string_view access_key) const noexcept;
  bool single() const noexcept { return worlds_.size() == 1; }
  bool may_block() const noexcept { return engine_->may_block(); }

 private:
  explicit Worlds(std::unique_ptr<store::Engine> engine) : engine_(std::move(engine)) {}
  wire::Result<void> add(WorldOptions options);

  std::unique_ptr<store::Engine> engine_;  // outlives the Spaces of the worlds
  std::vector<std::unique_ptr<World>> worlds_;
};

}  // namespace pail::world
