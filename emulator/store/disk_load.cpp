#include "emulator/store/disk_load.hpp"

#include <algorithm>
#include <set>

#include "emulator/store/edit.hpp"

namespace pail::store {
namespace {

using wire::Result;

// Finds the blob of an id again when a second row names it.
class KnownBlobs {
 public:
  explicit KnownBlobs(BlobStore& store) : store_(store), slots_(1024) {}

  const BlobPtr& get(const BlobRef& ref) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = find(slots_, ref.id);
    if (!slot.blob) {
      slot = {ref.id, store_.restore(ref)};
      ++used_;
    }
    return slot.blob;
  }

  std::vector<std::uint64_t> ids() const {
    std::vector<std::uint64_t> ids;
    ids.reserve(used_);
    for (const Slot& slot : slots_) {
      if (slot.blob) ids.push_back(slot.id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }

 private:
  // Open addressing: a million blobs cost a tenth of a second, a third of what std's map takes.
  struct Slot {
    std::uint64_t id = 0;
    BlobPtr blob;
  };

  static Slot& find(std::vector<Slot>& slots, std::uint64_t id) {
    std::size_t at = (id * 0x9e3779b97f4a7c15) >> 20 & (slots.size() - 1);
    while (slots[at].blob && slots[at].id != id) at = (at + 1) & (slots.size() - 1);
    return slots[at];
  }

  void grow() {
    std::vector<Slot> larger(slots_.size() * 4);
    for (Slot& slot : slots_) {
      if (slot.blob) find(larger, slot.id) = std::move(slot);
    }
    slots_ = std::move(larger);
  }

  BlobStore& store_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

class Loader {
 public:
  Loader(Database& database, const std::shared_ptr<Forest>& forest, BlobStore& blobs,
         const OnDamagedRow& on_damaged_row)
      : database_(database), forest_(forest), blobs_(blobs), on_damaged_row_(on_damaged_row) {}

  Result<Loaded> load(bool with_blob_ids) {
    PAIL_TRY(database_.each_layer([&](std::uint64_t id, std::uint64_t parent) -> Result<void> {
      loaded_.parents[id] = parent;
      return wire::ok();
    }));
    PAIL_TRY(database_.each_space(
        [&](std::string_view name, std::uint64_t layer) { return add_space(name, layer); }));
    if (with_blob_ids) loaded_.blob_ids = blobs_.ids();
    return std::move(loaded_);
  }

 private:
  Result<void> add_space(std::string_view name, std::uint64_t layer) {
    std::string owned(name);
    PAIL_TRY(const Index* const tree, tree_of(layer));
    const LayerTip tip{layer, loaded_.parents[layer], filled_.count(layer) != 0};
    loaded_.spaces[owned] = std::make_shared<DiskSpace>(owned, tip, tree->root());
    return wire::ok();
  }

  // From the oldest layer on that has no tree yet.
  Result<const Index*> tree_of(std::uint64_t layer) {
    std::vector<std::uint64_t> missing;
    for (std::uint64_t next = layer; next != 0 && trees_.count(next) == 0;) {
      const auto known = loaded_.parents.find(next);
      if (known == loaded_.parents.end() || missing.size() > loaded_.parents.size()) {
        return wire::Error(wire::Errc::InternalError,
                           "layer " + std::to_string(next) + " is missing or its own ancestor");
      }
      missing.push_back(next);
      next = known->second;
    }
    for (; !missing.empty(); missing.pop_back()) {
      PAIL_TRY(make_tree(missing.back()));
    }
    return trees_.at(layer).get();
  }

  Result<void> make_tree(std::uint64_t layer) {
    const std::uint64_t parent = loaded_.parents.at(layer);
    auto tree = std::make_unique<Index>(parent == 0 ? Root(forest_) : trees_.at(parent)->root());
    const std::unique_ptr<Edit> edit = tree->edit();
    PAIL_TRY(database_.each_row(layer, std::nullopt, UINT64_MAX >> 1,
                                [&](const StoredRow& row) -> Result<void> {
                                  filled_.insert(layer);
                                  edit->set(row.key, entry_of(layer, row));
                                  return wire::ok();
                                }));
    Removal removal(*forest_);
    tree->publish(*edit, removal);
    trees_.emplace(layer, std::move(tree));
    return wire::ok();
  }

  EntryPtr entry_of(std::uint64_t layer, const StoredRow& row) {
    if (row_crc(layer, row.key, row.record, row.blob_refs) != row.crc)
      return damaged(layer, row.key);
    if (!row.record) return nullptr;
    if (row.blob_refs.empty()) return make_entry(*row.record);
    const auto refs = parse_blob_refs(row.blob_refs);
    if (!refs) return damaged(layer, row.key);
    named_.clear();
    for (const BlobRef& ref : *refs) named_.push_back(blobs_.get(ref));
    return make_entry(*row.record, named_);
  }

  EntryPtr damaged(std::uint64_t layer, std::string_view key) {
    ++loaded_.damaged_rows;
    on_damaged_row_(layer, key);
    return make_entry("");
  }

  Database& database_;
  const std::shared_ptr<Forest>& forest_;
  KnownBlobs blobs_;
  const OnDamagedRow& on_damaged_row_;
  Loaded loaded_;
  std::map<std::uint64_t, std::unique_ptr<Index>> trees_;
  std::set<std::uint64_t> filled_;  // layers with rows
  std::vector<BlobPtr> named_;
};

}  // namespace

Result<Loaded> load(Database& database, const std::shared_ptr<Forest>& forest, BlobStore& blobs,
                    bool with_blob_ids, const OnDamagedRow& on_damaged_row) {
  return Loader(database, forest, blobs, on_damaged_row).load(with_blob_ids);
}

std::string printable_key(std::string_view key) {
  std::string text;
  for (const char c : key) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\\') {
      text += c;
    } else {
      text += "\\x";
      wire::append_hex(text, wire::as_bytes({&c, 1}));
    }
  }
  return text;
}

}  // namespace pail::store
