#include "emulator/world/key_index.hpp"

#include <mutex>

namespace pail::world {
namespace {

bool same(const std::weak_ptr<World>& one, const std::weak_ptr<World>& other) noexcept {
  return !one.owner_before(other) && !other.owner_before(one);
}

}  // namespace

class KeyIndex::Claims final : public access::KeyRegistry {
 public:
  Claims(std::shared_ptr<KeyIndex> index, std::weak_ptr<World> world)
      : index_(std::move(index)), world_(std::move(world)) {}

  bool claim(std::string_view access_key) override {
    Shard& shard = index_->shard(access_key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.claims.try_emplace(std::string(access_key), Claim{world_, 0}).first;
    if (!same(found->second.world, world_)) return false;
    ++found->second.count;
    return true;
  }

  void release(std::string_view access_key) noexcept override {
    Shard& shard = index_->shard(access_key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.claims.find(access_key);
    if (found != shard.claims.end() && --found->second.count == 0) shard.claims.erase(found);
  }

 private:
  const std::shared_ptr<KeyIndex> index_;
  const std::weak_ptr<World> world_;
};

std::shared_ptr<World> KeyIndex::find(std::string_view access_key) const {
  const Shard& shard = this->shard(access_key);
  const std::shared_lock lock(shard.mutex);
  const auto found = shard.claims.find(access_key);
  return found == shard.claims.end() ? nullptr : found->second.world.lock();
}

std::shared_ptr<access::KeyRegistry> KeyIndex::claims_of(const std::shared_ptr<World>& world) {
  return std::make_shared<Claims>(shared_from_this(), world);
}

}  // namespace pail::world
