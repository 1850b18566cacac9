#include "emulator/store/disk_tidy.hpp"

#include <algorithm>

namespace pail::store {
namespace {

using wire::Result;

// Rows per transaction: some milliseconds, which writers wait for.
constexpr std::size_t piece_rows = 500;

// Only opening walks along a chain, and it reads every row but once; folding costs more than a few
// more layers.
constexpr std::size_t chain_max = 16;

}  // namespace

std::optional<std::uint64_t> Layers::unneeded() const {
  std::set<std::uint64_t> needed = tips_;
  for (const auto& [id, parent] : parents_) needed.insert(parent);
  for (const auto& [id, parent] : parents_) {
    if (needed.count(id) == 0) return id;
  }
  return std::nullopt;
}

// The fold nearest to a tip: layers get smaller upwards, the oldest one usually holds nearly all.
std::optional<Layers::Fold> Layers::fold() const {
  std::map<std::uint64_t, unsigned> children;
  for (const auto& [id, parent] : parents_) ++children[parent];
  for (const std::uint64_t tip : tips_) {
    std::optional<Fold> nearest;
    std::size_t length = 1;
    for (std::uint64_t child = tip; parents_.at(child) != 0; child = parents_.at(child), ++length) {
      const std::uint64_t parent = parents_.at(child);
      const bool foldable = tips_.count(parent) == 0 && children.at(parent) == 1;
      if (foldable && !nearest) nearest = Fold{parent, child};
    }
    if (length > chain_max && nearest) return nearest;
  }
  return std::nullopt;
}

Result<bool> Tidy::step(const Relayered& relayered) {
  if (const auto layer = layers_.unneeded()) {
    PAIL_TRY(purge(*layer));
    return true;
  }
  if (const auto next = layers_.fold()) {
    PAIL_TRY(fold(*next, relayered));
    return true;
  }
  if (!named_) return false;
  if (!bodies_swept_) {
    PAIL_TRY(sweep_bodies());
  } else {
    PAIL_TRY(sweep_files());
    named_.reset();
  }
  return true;
}

Result<void> Tidy::purge(std::uint64_t layer) {
  bool done = false;
  PAIL_TRY(database_.transact([&]() -> Result<void> {
    std::vector<std::string> keys;
    PAIL_TRY(database_.each_row(layer, std::nullopt, piece_rows,
                                [&](const StoredRow& row) -> Result<void> {
                                  keys.emplace_back(row.key);
                                  return wire::ok();
                                }));
    for (const std::string& key : keys) {
      PAIL_TRY(database_.erase_row(layer, key));
    }
    done = keys.size() < piece_rows;
    return done ? database_.erase_layer(layer) : wire::ok();
  }));
  if (done) layers_.remove(layer);
  return wire::ok();
}

// Copies the parent's rows under the child's. When all are there the child gets its grandparent,
// and the parent is left for purge().
Result<void> Tidy::fold(const Layers::Fold& fold, const Relayered& relayered) {
  bool done = false;
  const std::uint64_t grandparent = layers_.parent(fold.parent);
  std::string last = folded_to_;
  PAIL_TRY(database_.transact([&]() -> Result<void> {
    std::size_t seen = 0;
    const auto after = folding_ ? std::optional<std::string_view>(folded_to_) : std::nullopt;
    PAIL_TRY(database_.each_row(
        fold.parent, after, piece_rows, [&](const StoredRow& row) -> Result<void> {
          ++seen;
          last = row.key;
          StoredRow copy = row;
          const bool whole = row_crc(fold.parent, row.key, row.record, row.blob_refs) == row.crc;
          // A damaged row stays damaged: one that says the opposite of its checksum.
          copy.crc = row_crc(fold.child, row.key, row.record, row.blob_refs);
          if (!whole) copy.crc = ~copy.crc;
          return database_.put_row_below(fold.child, copy);
        }));
    done = seen < piece_rows;
    return done ? database_.put_layer(fold.child, grandparent) : wire::ok();
  }));
  folding_ = !done;
  folded_to_ = done ? std::string() : last;
  if (!done) return wire::ok();
  layers_.add(fold.child, grandparent);
  relayered(fold.child, grandparent);
  return wire::ok();
}

bool Tidy::is_named(std::uint64_t id) const {
  return id >= blobs_.first_id() || std::binary_search(named_->begin(), named_->end(), id);
}

Result<void> Tidy::sweep_bodies() {
  std::uint64_t last = swept_to_;
  std::size_t seen = 0;
  PAIL_TRY(database_.transact([&]() -> Result<void> {
    std::vector<std::uint64_t> nobodys;
    PAIL_TRY(database_.each_body(swept_to_, piece_rows, [&](std::uint64_t id) {
      ++seen;
      last = id;
      if (!is_named(id)) nobodys.push_back(id);
    }));
    for (const std::uint64_t id : nobodys) {
      PAIL_TRY(database_.erase_body(id));
    }
    return wire::ok();
  }));
  swept_to_ = last;
  bodies_swept_ = seen < piece_rows;
  return wire::ok();
}

Result<void> Tidy::sweep_files() {
  PAIL_TRY(const std::vector<std::string> folders, files_.list(directory_ / blobs_name));
  for (const std::string& folder : folders) {
    const Path path = directory_ / blobs_name / folder;
    PAIL_TRY(const std::vector<std::string> names, files_.list(path));
    for (const std::string& name : names) {
      const auto id = blob_id_of(name);
      if (id && !is_named(*id)) {
        PAIL_TRY(files_.remove(path / name));
      }
    }
  }
  return wire::ok();
}

}  // namespace pail::store
