// Looking worlds up, making and removing them.
#include "emulator/world/worlds.hpp"

#include <algorithm>
#include <mutex>

#include "emulator/world/worlds_state.hpp"
#include "wire/text.hpp"

namespace pail::world {
namespace {

using wire::Errc;
using wire::Error;
using wire::Result;

constexpr std::size_t drawn_name_characters = 8;  // 40 bits: a million worlds hardly ever collide

Error taken(std::string_view name) {
  return {Errc::InvalidArgument, "There is a world called " + std::string(name) + " already."};
}

std::string drawn_name(wire::Random& random) {
  return "w-" +
         wire::lower(wire::random_text(random, wire::base32_alphabet, drawn_name_characters));
}

}  // namespace

Error no_world_name(std::string_view name) {
  return {Errc::InvalidArgument,
          "\"" + std::string(name) +
              "\" is no name for a world: a-z, 0-9 and -, at most 63 characters, none of them - at "
              "either end."};
}

Error no_such_world(std::string_view name) {
  return {Errc::InvalidArgument, "There is no world called " + std::string(name) + "."};
}

std::shared_ptr<World> Worlds::State::find(std::string_view name) const {
  const std::shared_lock lock(mutex);
  const auto found = worlds.find(name);
  return found == worlds.end() ? nullptr : found->second;
}

std::shared_ptr<World> Worlds::State::make(WorldOptions options) const {
  std::shared_ptr<World> world(new World(std::move(options), on_clock_moved));
  world->claims_ = keys->claims_of(world);
  return world;
}

bool Worlds::State::add(const std::shared_ptr<World>& world) {
  const std::lock_guard lock(mutex);
  if (!worlds.try_emplace(world->name_, world).second) return false;
  size = worlds.size();
  return true;
}

Result<std::shared_ptr<HeldSpace>> Worlds::State::new_space(const SpaceName& name,
                                                            const store::Space* source) {
  std::string text = to_text(name);
  PAIL_TRY(auto space, source != nullptr ? engine->fork(*source, text) : engine->open(text));
  return std::make_shared<HeldSpace>(engine, std::move(text), std::move(space));
}

std::unique_ptr<access::Directory> Worlds::State::directory(const World& world,
                                                            access::Image identities) const {
  return std::make_unique<access::Directory>(std::move(identities), world.random_, world.claims_);
}

std::shared_ptr<Contents> Worlds::State::contents(const World& world,
                                                  std::shared_ptr<HeldSpace> space,
                                                  std::unique_ptr<access::Directory> directory,
                                                  std::optional<std::uint64_t> saved) const {
  return std::make_shared<Contents>(std::move(space), std::move(directory), world.random_,
                                    Contents::Owner{world.name_, world.region_}, saved);
}

Worlds::Worlds(std::unique_ptr<State> state) : state_(std::move(state)) {}
Worlds::~Worlds() = default;

World& Worlds::default_world() const noexcept {
  return *state_->default_world;
}

std::shared_ptr<World> Worlds::of_access_key(std::string_view access_key) const {
  auto world = state_->keys->find(access_key);
  return world && world->removed_ ? nullptr : world;
}

std::shared_ptr<World> Worlds::find(std::string_view name) const {
  return state_->find(name);
}

std::vector<std::shared_ptr<World>> Worlds::list() const {
  const std::shared_lock lock(state_->mutex);
  std::vector<std::shared_ptr<World>> all;
  all.reserve(state_->worlds.size());
  for (const auto& [name, world] : state_->worlds) all.push_back(world);
  return all;
}

std::size_t Worlds::size() const noexcept {
  return state_->size;
}

bool Worlds::single() const noexcept {
  return state_->size.load(std::memory_order_relaxed) == 1;
}

bool Worlds::may_block() const noexcept {
  return state_->durable();
}

Result<Worlds::State::Source> Worlds::State::source(std::string_view from) const {
  Source source;
  if (from.empty()) {
    source.world = default_world;
    source.identities.roots.emplace_back();
    return source;
  }
  const std::size_t at = from.find('@');
  source.world = find(from.substr(0, at));
  if (!source.world) return no_such_world(from.substr(0, at));
  source.clock = source.world->clock();
  if (at == std::string_view::npos) {
    const auto contents = source.world->contents();
    source.identities = without_keys(contents->directory().image());
    source.space = contents->held_space();
    return source;
  }
  PAIL_TRY(const auto kept, snapshot(*source.world, from.substr(at + 1)));
  source.identities = without_keys(kept->identities);
  source.space = kept->space;
  return source;
}

Result<Worlds::Created> Worlds::create(const NewWorld& wanted) {
  State& state = *state_;
  World& first = *state.default_world;
  const std::string name = wanted.name.empty() ? drawn_name(*first.random_) : wanted.name;
  if (!is_valid_world_name(name)) return no_world_name(name);
  if (state.find(name)) return taken(name);
  PAIL_TRY(State::Source source, state.source(wanted.from));
  const auto world = state.make({.name = name,
                                 .region = wanted.region.value_or(source.world->region_),
                                 .identities = {},
                                 .clock = first.machine_,
                                 .random = first.random_,
                                 .clock_setting = wanted.clock.value_or(source.clock)});
  PAIL_TRY(auto space,
           state.new_space({name, {}, state.number()}, source.space ? &**source.space : nullptr));
  auto contents = state.contents(*world, std::move(space),
                                 state.directory(*world, std::move(source.identities)));
  const access::Image identities = contents->directory().image();
  for (const access::Root& root : identities.roots) world->own_keys_.push_back(root.key);
  PAIL_TRY(state.install(*world, std::move(contents)));
  if (state.add(world)) return Created{world, long_term_keys(identities)};
  world->contents()->retire();
  return taken(name);
}

// The row says so first: however slowly the last request lets go of its Space, the world does not
// come back.
Result<void> Worlds::remove(std::string_view name) {
  State& state = *state_;
  const auto world = state.find(name);
  if (!world) return no_such_world(name);
  if (world == state.default_world) {
    return Error(Errc::InvalidArgument, "The default world cannot be removed; it can be reset.");
  }
  const std::lock_guard steering(world->steering_);
  if (world->removed_) return no_such_world(name);
  if (state.durable()) {
    PAIL_TRY(world->contents()->bury());
  }
  world->removed_ = true;
  {
    const std::lock_guard lock(state.mutex);
    state.worlds.erase(world->name_);
    state.size = state.worlds.size();
  }
  decltype(world->snapshots_) gone;  // dropped from the disk after the lock
  const std::lock_guard lock(world->mutex_);
  world->contents_->retire();
  for (const auto& [snapshot, kept] : world->snapshots_) kept->space->retire();
  gone.swap(world->snapshots_);
  return wire::ok();
}

}  // namespace pail::world
