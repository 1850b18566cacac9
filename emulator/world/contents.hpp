// What a world holds: its store, and who may sign. Snapshots hold it, reset and restore replace it
// whole.
//
// Thread-safe. Shared by the world and by every request that began while it was the world's.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "emulator/access/directory.hpp"
#include "emulator/model/model.hpp"
#include "emulator/store/engine.hpp"
#include "wire/random.hpp"
#include "wire/result.hpp"

namespace pail::world {

// An open Space. Once it is retired it goes from the engine when its last holder lets go, since an
// engine drops no Space that is open.
class HeldSpace {
 public:
  HeldSpace(std::shared_ptr<store::Engine> engine, std::string name,
            std::unique_ptr<store::Space> space)
      : engine_(std::move(engine)), name_(std::move(name)), space_(std::move(space)) {}
  HeldSpace(const HeldSpace&) = delete;
  HeldSpace& operator=(const HeldSpace&) = delete;
  ~HeldSpace();

  store::Space& operator*() const noexcept { return *space_; }
  void retire() noexcept { retired_ = true; }
  bool retired() const noexcept { return retired_; }

 private:
  const std::shared_ptr<store::Engine> engine_;
  const std::string name_;
  std::unique_ptr<store::Space> space_;
  std::atomic<bool> retired_{false};
};

class Contents {
 public:
  // Whose they are: what row "w" says besides.
  struct Owner {
    std::string world;
    std::string region;
  };
  // `saved`: the directory's changes() of when row "w" was written; nullopt: it says something
  // else.
  Contents(std::shared_ptr<HeldSpace> space, std::unique_ptr<access::Directory> directory,
           std::shared_ptr<wire::Random> random, Owner owner, std::optional<std::uint64_t> saved);
  Contents(const Contents&) = delete;
  Contents& operator=(const Contents&) = delete;
  ~Contents();

  access::Directory& directory() noexcept { return *directory_; }
  const access::Directory& directory() const noexcept { return *directory_; }
  model::Model& model() noexcept { return model_; }
  store::Space& space() noexcept { return **space_; }

  // Writes what has changed of users, roles, policies and keys into row "w": for whoever reads the
  // Space alone, as an export does, or another process. Cheap when nothing has.
  wire::Result<void> save();
  // Writes into row "w" that the world is gone; nothing is saved after that.
  wire::Result<void> bury();
  // The world has others now.
  void retire() noexcept { space_->retire(); }
  const std::shared_ptr<HeldSpace>& held_space() const noexcept { return space_; }

 private:
  const Owner owner_;
  const std::shared_ptr<wire::Random> random_;
  const std::unique_ptr<access::Directory> directory_;
  const std::shared_ptr<HeldSpace> space_;
  model::Model model_;
  std::mutex saving_;
  std::optional<std::uint64_t> saved_;  // Directory::changes() of then
};

}  // namespace pail::world
