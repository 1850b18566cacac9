// A world: everything one test calls "my S3". It owns its store and its directory of identities and
// shares its clock; a bucket name taken in one world is free in every other. Requests find theirs
// by access key (worlds.hpp).
//
// Thread-safe: the model and the directory are; the rest never changes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/access/directory.hpp"
#include "emulator/model/model.hpp"
#include "emulator/store/engine.hpp"
#include "wire/clock.hpp"
#include "wire/random.hpp"
#include "wire/result.hpp"

namespace pail::world {

struct WorldOptions {
  std::string name;
  std::string region;
  std::vector<signer::Credentials> identities;
  std::shared_ptr<const wire::Clock> clock;  // never null
  // Where its ids and generated keys come from; null: the operating system's.
  std::shared_ptr<wire::Random> random = nullptr;
};

class World {
 public:
  // Opens the engine's Space of that name, and erases in it what a crash has left. Errors are the
  // engine's.
  static wire::Result<std::unique_ptr<World>> open(store::Engine& engine, WorldOptions options);

  const std::string& name() const noexcept { return name_; }
  std::string_view region() const noexcept { return region_; }
  wire::Time now() const noexcept { return clock_->now(); }
  access::Directory& directory() noexcept { return directory_; }
  const access::Directory& directory() const noexcept { return directory_; }
  model::Model& model() noexcept { return model_; }

 private:
  World(WorldOptions options, std::unique_ptr<store::Space> space);

  std::string name_;
  std::string region_;
  std::shared_ptr<const wire::Clock> clock_;
  std::shared_ptr<wire::Random> random_;
  access::Directory directory_;
  std::unique_ptr<store::Space> space_;
  model::Model model_;
};

}  // namespace pail::world
