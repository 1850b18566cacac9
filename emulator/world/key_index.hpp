// Whose an access key is, over all worlds of a process. Directories keep it up to date through the
// claims of their world (access/key_registry.hpp).
//
// Thread-safe. Looking up takes a shared lock on one of a few shards.
#pragma once

#include <array>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "emulator/access/key_registry.hpp"

namespace pail::world {

class World;

class KeyIndex : public std::enable_shared_from_this<KeyIndex> {
 public:
  // Null: nobody's, or the key of a world that has gone.
  std::shared_ptr<World> find(std::string_view access_key) const;
  // What the Directories of that world claim by; several of them may have one key, since an old one
  // lives as long as its last request.
  std::shared_ptr<access::KeyRegistry> claims_of(const std::shared_ptr<World>& world);

 private:
  class Claims;
  struct Claim {
    std::weak_ptr<World> world;
    unsigned count = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Shard {
    mutable std::shared_mutex mutex;
    std::unordered_map<std::string, Claim, Hash, std::equal_to<>> claims;
  };
  static constexpr std::size_t shard_count = 16;  // ours: so that writers hardly ever meet readers

  const Shard& shard(std::string_view access_key) const noexcept {
    return shards_[Hash{}(access_key) % shard_count];
  }
  Shard& shard(std::string_view access_key) noexcept {
    return shards_[Hash{}(access_key) % shard_count];
  }

  std::array<Shard, shard_count> shards_;
};

}  // namespace pail::world
