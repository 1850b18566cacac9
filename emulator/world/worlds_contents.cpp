// What puts other contents into a world's place, and the snapshots they come from.
#include <algorithm>
#include <mutex>

#include "emulator/world/world_row.hpp"
#include "emulator/world/worlds.hpp"
#include "emulator/world/worlds_state.hpp"

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

Error no_snapshot_name(std::string_view name) {
  return {Errc::InvalidArgument, "\"" + std::string(name) +
                                     "\" is no name for a snapshot: letters, digits, \".\", \"_\" "
                                     "and \"-\", at most 128 characters."};
}

}  // namespace

Error no_such_snapshot(const World& world, std::string_view name) {
  return {Errc::InvalidArgument,
          "World " + world.name() + " has no snapshot called " + std::string(name) + "."};
}

Result<std::shared_ptr<const World::KeptSnapshot>> Worlds::State::snapshot(const World& world,
                                                                           std::string_view name) {
  const std::lock_guard lock(world.mutex_);
  const auto found = world.snapshots_.find(name);
  if (found == world.snapshots_.end()) return no_such_snapshot(world, name);
  return found->second;
}

// The row is the commit: a Space whose row does not say that it is this world's does not count.
Result<void> Worlds::State::install(World& world, std::shared_ptr<Contents> contents) const {
  Result<void> saved = durable() ? contents->save() : wire::ok();
  if (saved) {
    world.replace(std::move(contents));
  } else {
    contents->retire();
  }
  return saved;
}

Result<void> Worlds::reset(World& world) {
  State& state = *state_;
  const std::lock_guard steering(world.steering_);
  if (world.removed_) return no_such_world(world.name_);
  access::Image empty =
      with_roots(world.contents()->directory().image(), world.own_keys_, Strangers::former);
  empty = {.roots = std::move(empty.roots)};
  PAIL_TRY(auto space, state.new_space({world.name_, {}, state.number()}, nullptr));
  PAIL_TRY(state.install(
      world, state.contents(world, std::move(space), state.directory(world, std::move(empty)))));
  world.faults_.clear();
  world.journal_.clear();
  return wire::ok();
}

Result<Snapshot> Worlds::take_snapshot(World& world, std::string_view name) {
  State& state = *state_;
  if (!is_valid_snapshot_name(name)) return no_snapshot_name(name);
  const std::lock_guard steering(world.steering_);
  if (world.removed_) return no_such_world(world.name_);
  const auto contents = world.contents();
  World::KeptSnapshot kept{{}, contents->directory().image(), world.now()};
  PAIL_TRY(kept.space,
           state.new_space({world.name_, std::string(name), state.number()}, &contents->space()));
  if (state.durable()) {
    const WorldRow row{world.name_, world.region_, kept.taken, false, kept.identities};
    if (auto written = write_world_row(**kept.space, row); !written) {
      kept.space->retire();
      return std::move(written.error());
    }
  }
  const Snapshot taken{std::string(name), kept.taken};
  auto replaced = std::make_shared<const World::KeptSnapshot>(std::move(kept));
  {
    const std::lock_guard lock(world.mutex_);
    world.snapshots_[taken.name].swap(replaced);
  }
  if (replaced) replaced->space->retire();
  return taken;
}

std::vector<Snapshot> Worlds::snapshots(const World& world) const {
  const std::lock_guard lock(world.mutex_);
  std::vector<Snapshot> all;
  for (const auto& [name, kept] : world.snapshots_) all.push_back({name, kept->taken});
  return all;
}

std::optional<Snapshot> Worlds::snapshot(const World& world, std::string_view name) const {
  const auto kept = State::snapshot(world, name);
  if (!kept) return std::nullopt;
  return Snapshot{std::string(name), kept.value()->taken};
}

Result<bool> Worlds::drop_snapshot(World& world, std::string_view name) {
  const std::lock_guard steering(world.steering_);
  auto kept = State::snapshot(world, name);
  if (!kept) return false;
  if (state_->durable()) {
    PAIL_TRY(write_world_row(**kept.value()->space, {.world = world.name_, .removed = true}));
  }
  const std::lock_guard lock(world.mutex_);
  world.snapshots_.erase(world.snapshots_.find(name));
  kept.value()->space->retire();
  return true;
}

// The fork has its source's row, which says the same world: it counts from the moment it is there.
Result<void> Worlds::restore(World& world, std::string_view name) {
  State& state = *state_;
  const std::lock_guard steering(world.steering_);
  if (world.removed_) return no_such_world(world.name_);
  PAIL_TRY(const auto kept, State::snapshot(world, name));
  PAIL_TRY(auto space, state.new_space({world.name_, {}, state.number()}, &**kept->space));
  return state.install(
      world, state.contents(world, std::move(space),
                            state.directory(world, with_roots(kept->identities, world.own_keys_,
                                                              Strangers::former)),
                            0));
}

// An engine keeps those that are open still.
void Worlds::State::drop_scratch() {
  const std::lock_guard lock(scratch_mutex);
  std::erase_if(scratch, [&](const std::string& name) { return engine->drop(name).has_value(); });
}

Result<std::unique_ptr<store::Space>> Worlds::scratch_space() {
  state_->drop_scratch();
  const std::lock_guard lock(state_->scratch_mutex);
  std::string name = to_text({{}, {}, state_->number()});
  PAIL_TRY(auto space, state_->engine->open(name));
  state_->scratch.push_back(std::move(name));
  return space;
}

// The row is written before the fork, which then counts from the moment it is there.
Result<void> Worlds::adopt(World& world, std::unique_ptr<store::Space> space) {
  State& state = *state_;
  const std::lock_guard steering(world.steering_);
  if (world.removed_) return no_such_world(world.name_);
  PAIL_TRY(std::optional<WorldRow> row, read_world_row(*space));
  access::Image identities =
      row ? std::move(row->identities) : world.contents()->directory().image();
  identities.sessions.clear();
  auto directory = state.directory(
      world, with_roots(std::move(identities), world.own_keys_, Strangers::replaced));
  PAIL_TRY(write_world_row(
      *space, {.world = world.name_, .region = world.region_, .identities = directory->image()}));
  PAIL_TRY(auto own, state.new_space({world.name_, {}, state.number()}, space.get()));
  space.reset();
  const std::uint64_t saved = directory->changes();
  world.replace(state.contents(world, std::move(own), std::move(directory), saved));
  state.drop_scratch();
  return wire::ok();
}

}  // namespace pail::world
