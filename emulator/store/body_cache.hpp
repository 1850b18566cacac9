// Small bodies in memory: those that are not stored yet, and, up to a limit, those that were
// written or read last. The others are a read of the database away (some 10 us).
//
// Threads: any. Taking a body copies it, so nothing handed out depends on the cache.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "wire/encode.hpp"

namespace pail::store {

// Enough for 50,000 objects of 1 KiB; little beside what the index of as many objects takes.
inline constexpr std::size_t body_cache_bytes_max = 64 * 1024 * 1024;

class BodyCache {
 public:
  explicit BodyCache(std::size_t bytes_max = body_cache_bytes_max) noexcept;
  BodyCache(const BodyCache&) = delete;
  BodyCache& operator=(const BodyCache&) = delete;

  // `pinned`: stays until unpin(), whatever the limit says.
  void add(std::uint64_t id, std::string bytes, bool pinned);
  void unpin(std::uint64_t id);
  void remove(std::uint64_t id);
  // Bytes [offset, offset + bytes_max) into `out`; false when the body is not here.
  bool take(std::uint64_t id, std::uint64_t offset, std::size_t bytes_max,
            std::vector<std::byte>& out);
  // The whole body of a pinned one: valid until it is unpinned or removed.
  wire::Bytes pinned(std::uint64_t id);
  // Of bodies that may be evicted, with what it costs to remember them.
  std::size_t bytes() const;

 private:
  struct Body {
    std::uint64_t id;
    std::string bytes;
    bool pinned;
  };
  using List = std::list<Body>;
  // Readers of different bodies seldom meet.
  struct Shard {
    mutable std::mutex mutex;
    List pinned;
    List evictable;  // the front was used last
    std::unordered_map<std::uint64_t, List::iterator> by_id;
    std::size_t bytes = 0;  // of the evictable ones
  };
  static constexpr std::size_t shard_count = 16;

  Shard& shard_of(std::uint64_t id) noexcept { return shards_[id % shard_count]; }
  void evict(Shard& shard);
  static void erase(Shard& shard, List::iterator body);

  const std::size_t shard_bytes_max_;
  std::array<Shard, shard_count> shards_;
};

}  // namespace pail::store
