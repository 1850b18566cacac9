#include "emulator/store/body_cache.hpp"

#include <algorithm>

namespace pail::store {
namespace {

// List and map nodes, roughly.
constexpr std::size_t upkeep_bytes = 128;

}  // namespace

BodyCache::BodyCache(std::size_t bytes_max) noexcept : shard_bytes_max_(bytes_max / shard_count) {}

void BodyCache::add(std::uint64_t id, std::string bytes, bool pinned) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  if (shard.by_id.count(id) != 0) return;  // two readers missed it at once
  List& list = pinned ? shard.pinned : shard.evictable;
  list.push_front({id, std::move(bytes), pinned});
  shard.by_id.emplace(id, list.begin());
  if (pinned) return;
  shard.bytes += list.front().bytes.size() + upkeep_bytes;
  evict(shard);
}

void BodyCache::unpin(std::uint64_t id) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_id.find(id);
  if (found == shard.by_id.end() || !found->second->pinned) return;
  found->second->pinned = false;
  shard.bytes += found->second->bytes.size() + upkeep_bytes;
  shard.evictable.splice(shard.evictable.begin(), shard.pinned, found->second);
  evict(shard);
}

void BodyCache::remove(std::uint64_t id) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_id.find(id);
  if (found != shard.by_id.end()) erase(shard, found->second);
}

bool BodyCache::take(std::uint64_t id, std::uint64_t offset, std::size_t bytes_max,
                     std::vector<std::byte>& out) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_id.find(id);
  if (found == shard.by_id.end()) return false;
  if (!found->second->pinned) {
    shard.evictable.splice(shard.evictable.begin(), shard.evictable, found->second);
  }
  const wire::Bytes all = wire::as_bytes(found->second->bytes);
  const wire::Bytes rest =
      all.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(offset, all.size())));
  const wire::Bytes piece = rest.first(std::min(bytes_max, rest.size()));
  out.assign(piece.begin(), piece.end());
  return true;
}

wire::Bytes BodyCache::pinned(std::uint64_t id) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  return wire::as_bytes(shard.by_id.at(id)->bytes);
}

std::size_t BodyCache::bytes() const {
  std::size_t sum = 0;
  for (const Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    sum += shard.bytes;
  }
  return sum;
}

void BodyCache::evict(Shard& shard) {
  while (shard.bytes > shard_bytes_max_) erase(shard, std::prev(shard.evictable.end()));
}

void BodyCache::erase(Shard& shard, List::iterator body) {
  shard.by_id.erase(body->id);
  if (body->pinned) {
    shard.pinned.erase(body);
  } else {
    shard.bytes -= body->bytes.size() + upkeep_bytes;
    shard.evictable.erase(body);
  }
}

}  // namespace pail::store
