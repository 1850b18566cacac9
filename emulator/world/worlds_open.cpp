// What an engine's directory says about worlds, put together again at the start.
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

// Spaces for the same, by their numbers.
using Generations = std::map<std::uint64_t, std::string>;

struct StoredWorld {
  Generations spaces;
  std::map<std::string, Generations> snapshots;
};
using StoredWorlds = std::map<std::string, StoredWorld, std::less<>>;

// The Space that counts among several for the same.
struct Chosen {
  std::shared_ptr<HeldSpace> space;  // null: none does
  std::optional<WorldRow> row;
};

}  // namespace

// Opens what is there; dropping what does not count.
class Worlds::Opening {
 public:
  explicit Opening(State& state) : state_(state) {}

  Result<void> read_names();
  Result<void> add(WorldOptions options);
  Result<void> add_stored();

 private:
  // `names_it`: whether the row says that the Space is what its name says.
  template <class Counts>
  Result<Chosen> choose(const Generations& generations, Counts counts);
  Result<void> drop_all(const StoredWorld& stored);
  Result<Chosen> choose_world(const std::string& name, bool may_lack_row);
  Result<void> open_snapshots(World& world);
  Result<void> finish(const std::shared_ptr<World>& world, Chosen chosen, access::Image identities);
  Result<void> claim_check(const WorldOptions& options) const;

  State& state_;
  StoredWorlds stored_;
};

Result<void> Worlds::Opening::read_names() {
  std::uint64_t greatest = 1;
  for (const std::string& text : state_.engine->names()) {
    const auto name = parse_space_name(text);
    if (!name) continue;
    greatest = std::max(greatest, name->number);
    if (name->world.empty()) {
      PAIL_TRY(state_.engine->drop(text));
    } else if (name->snapshot.empty()) {
      stored_[name->world].spaces[name->number] = text;
    } else {
      stored_[name->world].snapshots[name->snapshot][name->number] = text;
    }
  }
  state_.next_number = greatest + 1;
  return wire::ok();
}

// The newest that counts; older ones, and those that never came to count, are dropped.
template <class Counts>
Result<Chosen> Worlds::Opening::choose(const Generations& generations, Counts counts) {
  Chosen chosen;
  for (auto at = generations.rbegin(); at != generations.rend(); ++at) {
    if (chosen.space) {
      PAIL_TRY(state_.engine->drop(at->second));
      continue;
    }
    PAIL_TRY(auto opened, state_.engine->open(at->second));
    auto space = std::make_shared<HeldSpace>(state_.engine, at->second, std::move(opened));
    PAIL_TRY(auto row, read_world_row(**space));
    if (counts(at->first, row)) {
      chosen = {std::move(space), std::move(row)};
    } else {
      space->retire();
    }
  }
  return chosen;
}

// What a removal left behind goes, the Space that says so last.
Result<void> Worlds::Opening::drop_all(const StoredWorld& stored) {
  for (const auto& [snapshot, generations] : stored.snapshots) {
    for (const auto& [number, name] : generations) {
      PAIL_TRY(state_.engine->drop(name));
    }
  }
  for (const auto& [number, name] : stored.spaces) {
    PAIL_TRY(state_.engine->drop(name));
  }
  return wire::ok();
}

Result<Chosen> Worlds::Opening::choose_world(const std::string& name, bool may_lack_row) {
  StoredWorld& stored = stored_[name];
  PAIL_TRY(Chosen chosen, choose(stored.spaces, [&](std::uint64_t number, const auto& row) {
             return row ? row->world == name : number == 0 && may_lack_row;
           }));
  if (chosen.space && !(chosen.row && chosen.row->removed)) return chosen;
  chosen = {};  // lets go of the Space
  PAIL_TRY(drop_all(stored));
  stored = {};
  return chosen;
}

Result<void> Worlds::Opening::open_snapshots(World& world) {
  for (const auto& [name, generations] : stored_[world.name_].snapshots) {
    PAIL_TRY(Chosen chosen, choose(generations, [&](std::uint64_t, const auto& row) {
               return row && row->world == world.name_ && (row->taken || row->removed);
             }));
    if (!chosen.space) continue;
    if (chosen.row->removed) {
      chosen.space->retire();
      continue;
    }
    world.snapshots_[name] = std::make_shared<const World::KeptSnapshot>(World::KeptSnapshot{
        std::move(chosen.space), std::move(chosen.row->identities), *chosen.row->taken});
  }
  return wire::ok();
}

// Sessions end with the process.
Result<void> Worlds::Opening::finish(const std::shared_ptr<World>& world, Chosen chosen,
                                     access::Image identities) {
  identities.sessions.clear();
  std::optional<std::uint64_t> saved;
  if (chosen.row) saved = 0;
  auto contents = state_.contents(*world, std::move(chosen.space),
                                  state_.directory(*world, std::move(identities)), saved);
  PAIL_TRY(contents->model().tidy());
  PAIL_TRY(open_snapshots(*world));
  world->replace(std::move(contents));
  state_.add(world);
  return wire::ok();
}

Result<void> Worlds::Opening::claim_check(const WorldOptions& options) const {
  const auto refuse = [&](const std::string& other) {
    return Error(Errc::InvalidArgument,
                 "World " + options.name + ": name or access key belongs to " + other);
  };
  if (state_.find(options.name)) return refuse(options.name);
  for (const signer::Credentials& pair : options.identities) {
    if (const auto other = state_.keys->find(pair.access_key)) return refuse(other->name_);
  }
  return wire::ok();
}

Result<void> Worlds::Opening::add(WorldOptions options) {
  if (!is_valid_world_name(options.name)) return no_world_name(options.name);
  PAIL_TRY(claim_check(options));
  PAIL_TRY(Chosen chosen, choose_world(options.name, true));
  if (!chosen.space) {
    PAIL_TRY(chosen.space, state_.new_space({options.name}, nullptr));
  }
  Keys own;
  for (signer::Credentials& pair : options.identities) {
    own.push_back(std::make_shared<const signer::Key>(std::move(pair)));
  }
  options.identities.clear();
  const auto world = state_.make(std::move(options));
  world->own_keys_ = std::move(own);
  if (!state_.default_world) state_.default_world = world;
  access::Image stored = chosen.row ? std::move(chosen.row->identities) : access::Image{};
  return finish(world, std::move(chosen),
                with_roots(std::move(stored), world->own_keys_, Strangers::former));
}

Result<void> Worlds::Opening::add_stored() {
  const World& first = *state_.default_world;
  std::vector<std::string> names;
  for (const auto& [name, stored] : stored_) {
    if (!state_.find(name)) names.push_back(name);
  }
  for (const std::string& name : names) {
    PAIL_TRY(Chosen chosen, choose_world(name, false));
    if (!chosen.space) continue;
    const auto world = state_.make({.name = name,
                                    .region = chosen.row->region,
                                    .identities = {},
                                    .clock = first.machine_,
                                    .random = first.random_});
    access::Image identities = std::move(chosen.row->identities);
    PAIL_TRY(finish(world, std::move(chosen), std::move(identities)));
    for (const access::Root& root : world->contents()->directory().image().roots) {
      world->own_keys_.push_back(root.key);
    }
  }
  return wire::ok();
}

Result<std::unique_ptr<Worlds>> Worlds::open(std::unique_ptr<store::Engine> engine,
                                             std::vector<WorldOptions> options,
                                             std::function<void(World&)> on_clock_moved) {
  auto state = std::make_unique<State>(std::move(engine), std::move(on_clock_moved));
  Opening opening(*state);
  PAIL_TRY(opening.read_names());
  for (WorldOptions& world : options) {
    PAIL_TRY(opening.add(std::move(world)));
  }
  PAIL_TRY(opening.add_stored());
  return std::unique_ptr<Worlds>(new Worlds(std::move(state)));
}

}  // namespace pail::world
