// One world of a testing::Emulator: an S3 of its own, with its own keys, clock, faults and journal,
// that nothing in another world shows in. Cheap enough for one per test.
//
// A handle, to be moved. A world from new_world() or fork() goes with its handle (keep() prevents
// that), any other stays. Failures throw std::runtime_error. Thread-safe, but for moving and
// keep().
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/journal_entry.hpp"
#include "emulator/world/world_clock.hpp"
#include "testing/faults.hpp"
#include "wire/clock.hpp"

namespace pail::testing {

class Running;

using world::ClockSetting;
using world::JournalEntry;
using world::JournalMatch;

// "2013-02-06T00:57:45Z"
wire::Time at(std::string_view date);

// A pair of keys, and whose it is.
struct Key {
  std::string arn;
  std::string access_key;
  std::string secret_key;
};

struct Snapshot {
  std::string name;
  wire::Time taken;  // by the world's clock
};

// What a seed made, and what was there already.
struct Seeded {
  std::uint64_t buckets_made = 0;
  std::uint64_t objects_put = 0;
  std::uint64_t identities_made = 0;
  std::uint64_t unchanged = 0;
};

// What lifecycle rules did in one run.
struct LifecycleRun {
  std::uint64_t expired = 0;  // current versions: removed, or hidden by a delete marker
  std::uint64_t versions_removed = 0;
  std::uint64_t markers_removed = 0;
  std::uint64_t uploads_aborted = 0;
  std::uint64_t transitioned = 0;
};

class World {
 public:
  World(World&&) noexcept;
  World& operator=(World&&) noexcept;
  ~World();

  // What a client needs; the keys are those of the world's (first) root.
  const std::string& name() const noexcept;
  const std::string& endpoint() const noexcept;
  const std::string& region() const noexcept;
  const std::string& access_key() const noexcept;
  const std::string& secret_key() const noexcept;
  // Of a world from new_world() or fork(): all it began with, the roots' first, then the users'
  // that it has from its source. Of any other: the first root's.
  std::vector<Key> keys() const;
  // The world stays when this handle goes.
  void keep() noexcept;

  // The time here: skew, expiry of URLs and tokens, Last-Modified and lifecycle go by it. Lifecycle
  // rules that a move makes due have done their work when it returns.
  wire::Time now() const noexcept;
  ClockSetting clock() const noexcept;
  void set_clock(const ClockSetting& setting);
  void set_time(wire::Time now);             // ... and stands there
  void freeze();                             // stands where it is
  void shift(std::chrono::microseconds by);  // runs, so far ahead of Options::clock
  void advance(std::chrono::microseconds by);

  Faults faults() const noexcept;

  // Oldest first. `after`: the id of an entry; only what came behind it.
  std::vector<JournalEntry> journal(const JournalMatch& match = {}, std::uint64_t after = 0) const;
  // The first `count` that fit, as soon as they are there. Throws when they are not in time, and
  // says what there was.
  std::vector<JournalEntry> wait_for(
      const JournalMatch& match, std::size_t count = 1,
      std::chrono::milliseconds timeout = std::chrono::seconds(10)) const;
  void clear_journal();
  // How many entries are gone because there were too many.
  std::uint64_t journal_dropped() const;
  std::string journal_as_har() const;  // HAR 1.2, for a browser's developer tools

  // Buckets, objects, versions, uploads, identities: everything but clock, faults and journal.
  // A snapshot replaces one of its name. None of these costs time by the number of objects.
  void snapshot(std::string_view name);
  void restore(std::string_view name);
  void drop_snapshot(std::string_view name);
  std::vector<Snapshot> snapshots() const;
  // A world with the same in it and keys of its own: as it is now, or as a snapshot has it.
  World fork() const;
  World fork(std::string_view snapshot) const;
  // Nothing left but the root keys: no bucket, no user, no fault, no entry of the journal.
  void reset();

  // Buckets, objects and identities from a description (docs/seeding.md). What is there as
  // described is left alone; a mistake throws before anything is applied.
  Seeded seed(std::string_view json);
  Seeded seed_from(const std::filesystem::path& file_or_directory);
  // All of it as one archive (docs/world-archive.md), portable between machines and engines. Its
  // secrets are in there.
  void export_to(const std::filesystem::path& file) const;
  void import_from(const std::filesystem::path& file);
  // What the lifecycle rules ask for by now().
  LifecycleRun run_lifecycle();

 private:
  friend class Running;
  struct State;
  explicit World(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace pail::testing
