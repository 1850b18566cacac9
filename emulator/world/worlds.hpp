// All worlds of one process and the engine under them. `default` is always there: where requests
// belong that carry no key and no world's host label, or a key nobody knows.
//
// Owns the engine. Thread-safe; worlds are shared, so one that is removed lives on for the requests
// under way in it.
//
// Worlds and snapshots are there again when the engine's directory is opened anew (names.hpp: how
// their Spaces are called), with their users, roles and keys (world_row.hpp). Clocks, faults,
// journals and sessions are the process's. What was being made when a process ended is not there,
// and what was being replaced is as it was before.
//
// The roots of a world that is handed to open() are those of its options, whatever was stored: a
// key that was stored before finds its account again, one that is new derives its own, and
// identities of accounts whose root has gone wait in the store for its return.
//
// Errors: InvalidArgument for names that are none, taken, or unknown; the message says which.
// Otherwise the engine's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/engine.hpp"
#include "emulator/world/names.hpp"
#include "emulator/world/world.hpp"

namespace pail::world {

inline constexpr std::string_view default_world_name = "default";

struct NewWorld {
  std::string name = {};                   // "" draws one: "w-" and eight characters
  std::string from = {};                   // "" for an empty one; "world" or "world@snapshot"
  std::optional<ClockSetting> clock = {};  // nullopt: the source's, or the machine's time
  std::optional<std::string> region = {};  // nullopt: the source's, or the default world's
};

struct Snapshot {
  std::string name;
  wire::Time taken;  // by the world's clock
};

class Worlds {
 public:
  // The first of `options` is the default world. At least one.
  static wire::Result<std::unique_ptr<Worlds>> open(
      std::unique_ptr<store::Engine> engine, std::vector<WorldOptions> options,
      std::function<void(World&)> on_clock_moved = {});
  ~Worlds();

  World& default_world() const noexcept;
  // The world of that access key; null when it is nobody's.
  std::shared_ptr<World> of_access_key(std::string_view access_key) const;
  std::shared_ptr<World> find(std::string_view name) const;  // null when there is none
  std::vector<std::shared_ptr<World>> list() const;          // by name
  std::size_t size() const noexcept;
  bool single() const noexcept;  // nothing but the default world: no key needs to be looked up
  bool may_block() const noexcept;

  // A new world with keys of its own. A fork has the accounts, users and roles of its source, so
  // that what it holds belongs to somebody; every long-term key is drawn anew, since a key says
  // whose world a request means; sessions stay behind. O(1) in the number of objects.
  struct Created {
    std::shared_ptr<World> world;
    std::vector<WorldKey> keys;  // the first is a root's; users' behind the roots'
  };
  wire::Result<Created> create(const NewWorld& wanted);
  // Forgets it, its snapshots, and what only they hold. Not the default world.
  wire::Result<void> remove(std::string_view name);
  // Empties it: no bucket, no user, no session; its root keys, clock and snapshots stay.
  // Faults and journal are emptied as well.
  wire::Result<void> reset(World& world);

  // Overwrites a snapshot of that name.
  wire::Result<Snapshot> take_snapshot(World& world, std::string_view name);
  std::vector<Snapshot> snapshots(const World& world) const;  // by name
  std::optional<Snapshot> snapshot(const World& world, std::string_view name) const;
  wire::Result<bool> drop_snapshot(World& world, std::string_view name);  // false: none
  // Everything as it was, identities and their keys included.
  wire::Result<void> restore(World& world, std::string_view name);

  // Puts `space` (built elsewhere, by an import) in the place of the world's contents. Its row "w"
  // says the identities; the world keeps its own root keys.
  wire::Result<std::unique_ptr<store::Space>> scratch_space();
  wire::Result<void> adopt(World& world, std::unique_ptr<store::Space> space);

 private:
  struct State;
  class Opening;
  explicit Worlds(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pail::world
