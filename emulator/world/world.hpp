// A world: everything one test calls "my S3". Its contents (buckets and objects, and who may sign)
// are one thing that reset and restore replace whole; its clock, faults and journal stay. A bucket
// name taken in one world is free in every other. Requests find theirs by access key (worlds.hpp).
//
// Thread-safe. A request takes contents() once and keeps it until it is over, so that a reset in
// its midst neither breaks it nor lets it write into what comes after.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/contents.hpp"
#include "emulator/world/faults.hpp"
#include "emulator/world/identities.hpp"
#include "emulator/world/journal.hpp"
#include "emulator/world/world_clock.hpp"
#include "wire/clock.hpp"
#include "wire/random.hpp"
#include "wire/result.hpp"

namespace pail::world {

struct WorldOptions {
  std::string name;
  std::string region;
  std::vector<signer::Credentials> identities;
  std::shared_ptr<const wire::Clock> clock;  // what "system" means here; never null
  // Where its ids and generated keys come from; null: the operating system's.
  std::shared_ptr<wire::Random> random = nullptr;
  ClockSetting clock_setting = {};
};

class World;
using ClockHook = std::function<void(World&)>;

class World : public std::enable_shared_from_this<World> {
 public:
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  const std::string& name() const noexcept { return name_; }
  std::string_view region() const noexcept { return region_; }
  wire::Time now() const noexcept { return clock_.now(); }
  std::shared_ptr<Contents> contents() const;
  // Of its roots and users, as they are now.
  std::vector<WorldKey> keys() const { return long_term_keys(contents()->directory().image()); }

  ClockSetting clock() const noexcept { return clock_.setting(); }
  // Both tell whoever watches (lifecycle runs then), on the calling thread, before they return.
  void set_clock(const ClockSetting& setting);
  void advance_clock(std::chrono::microseconds by);

  Faults& faults() noexcept { return faults_; }
  Journal& journal() noexcept { return journal_; }

 private:
  friend class Worlds;
  struct KeptSnapshot {
    std::shared_ptr<HeldSpace> space;
    access::Image identities;
    wire::Time taken;
  };
  World(WorldOptions options, std::shared_ptr<const ClockHook> on_clock_moved);
  // Puts others in the place of its contents, which go with their last request.
  void replace(std::shared_ptr<Contents> contents);

  const std::string name_;
  const std::string region_;
  const std::shared_ptr<const wire::Clock> machine_;
  const std::shared_ptr<wire::Random> random_;
  const std::shared_ptr<const ClockHook> on_clock_moved_;
  WorldClock clock_;
  Faults faults_;
  Journal journal_;

  // Set before anybody else knows the world:
  std::shared_ptr<access::KeyRegistry> claims_;
  Keys own_keys_;  // its roots'

  std::mutex steering_;  // one reset, restore, snapshot or removal at a time
  std::atomic<bool> removed_{false};
  mutable std::mutex mutex_;  // of what follows; held for moments
  std::shared_ptr<Contents> contents_;
  std::map<std::string, std::shared_ptr<const KeptSnapshot>, std::less<>> snapshots_;
};

}  // namespace pail::world
