// What the worlds of one process share. For worlds*.cpp alone.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "emulator/world/key_index.hpp"
#include "emulator/world/names.hpp"
#include "emulator/world/worlds.hpp"

namespace pail::world {

struct Worlds::State {
  State(std::unique_ptr<store::Engine> from, std::function<void(World&)> hook)
      : engine(std::move(from)),
        on_clock_moved(std::make_shared<const ClockHook>(std::move(hook))) {}

  bool durable() const noexcept { return engine->may_block(); }
  std::uint64_t number() noexcept { return next_number.fetch_add(1); }
  std::shared_ptr<World> find(std::string_view name) const;

  // A world without contents, which nobody knows yet.
  std::shared_ptr<World> make(WorldOptions options) const;
  // False: the name is taken.
  bool add(const std::shared_ptr<World>& world);

  // What a new world is made from. `space` null: it is empty.
  struct Source {
    std::shared_ptr<World> world;
    std::shared_ptr<HeldSpace> space;
    access::Image identities;
    ClockSetting clock;
  };
  wire::Result<Source> source(std::string_view from) const;
  // InvalidArgument when the world has none of that name.
  static wire::Result<std::shared_ptr<const World::KeptSnapshot>> snapshot(const World& world,
                                                                           std::string_view name);

  // A Space of that name, which must be new: `source` as it stands, or empty when that is null.
  wire::Result<std::shared_ptr<HeldSpace>> new_space(const SpaceName& name,
                                                     const store::Space* source);
  std::unique_ptr<access::Directory> directory(const World& world, access::Image identities) const;
  // `saved`: Directory::changes() of when row "w" was written; nullopt: it says something else.
  std::shared_ptr<Contents> contents(const World& world, std::shared_ptr<HeldSpace> space,
                                     std::unique_ptr<access::Directory> directory,
                                     std::optional<std::uint64_t> saved = {}) const;
  // Makes them the world's, once they are as durable as the engine promises.
  wire::Result<void> install(World& world, std::shared_ptr<Contents> contents) const;
  void drop_scratch();

  const std::shared_ptr<store::Engine> engine;
  const std::shared_ptr<KeyIndex> keys = std::make_shared<KeyIndex>();
  const std::shared_ptr<const ClockHook> on_clock_moved;
  std::shared_ptr<World> default_world;
  std::atomic<std::uint64_t> next_number{2};

  mutable std::shared_mutex mutex;
  std::map<std::string, std::shared_ptr<World>, std::less<>> worlds;
  std::atomic<std::size_t> size{0};

  std::mutex scratch_mutex;
  std::vector<std::string> scratch;  // names of Spaces that imports build or have built
};

wire::Error no_world_name(std::string_view name);
wire::Error no_such_world(std::string_view name);
wire::Error no_such_snapshot(const World& world, std::string_view name);

}  // namespace pail::world
