// The blobs that rows have named so far, while a directory is opened. A blob named twice must be
// one object, so that it goes with the last row that names it; but nearly every one is named once,
// and looking each up in a table of a million costs more than all else (0.3 of 0.9 s, measured: it
// is nothing but cache misses). So: a small filter says of a blob that it is new, or perhaps not;
// the caller sets rows with the latter aside, and finds those blobs afterwards in one pass.
//
// Belongs to one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/store/engine.hpp"

namespace pail::store {

class BlobsSeen {
 public:
  BlobsSeen() : filter_(filter_words) {}

  // False: never added. True: added, or it only looks so.
  bool maybe(std::uint64_t id) const noexcept {
    const Place place = place_of(id);
    return (filter_[place.word] & place.bits) == place.bits;
  }
  void add(std::uint64_t id, BlobPtr blob) {
    const Place place = place_of(id);
    filter_[place.word] |= place.bits;
    blobs_.emplace_back(id, std::move(blob));
  }

  using Table = std::unordered_map<std::uint64_t, BlobPtr>;
  // Fills in those of the table's blobs that have been added.
  void find(Table& wanted) const;
  std::vector<std::uint64_t> ids() const;  // ascending

 private:
  // 8 MiB: with a million blobs, three of a thousand look as if they had been added.
  static constexpr std::size_t filter_words = std::size_t{1} << 20;
  struct Place {
    std::size_t word;
    std::uint64_t bits;
  };
  static Place place_of(std::uint64_t id) noexcept {
    const std::uint64_t mixed = (id ^ id >> 31) * 0x9e3779b97f4a7c15ULL;
    return {mixed >> 44, 1ULL << (mixed >> 38 & 63) | 1ULL << (mixed >> 32 & 63)};
  }

  std::vector<std::uint64_t> filter_;
  std::deque<std::pair<std::uint64_t, BlobPtr>> blobs_;
};

}  // namespace pail::store
