#include "emulator/store/disk_load.hpp"

#include <set>

#include "emulator/store/blobs_seen.hpp"
#include "emulator/store/edit.hpp"
#include "emulator/store/rows_ahead.hpp"

namespace pail::store {
namespace {

using wire::Result;

// A row whose blobs other rows may name too.
struct SetAside {
  std::string key;
  std::string record;
  std::vector<BlobRef> refs;
};

class Loader {
 public:
  Loader(Database& database, const std::shared_ptr<Forest>& forest, BlobStore& blobs,
         const OnDamagedRow& on_damaged_row)
      : database_(database), forest_(forest), store_(blobs), on_damaged_row_(on_damaged_row) {}

  Result<Loaded> load(bool with_blob_ids) {
    PAIL_TRY(database_.each_layer([&](std::uint64_t id, std::uint64_t parent) -> Result<void> {
      loaded_.parents[id] = parent;
      return wire::ok();
    }));
    PAIL_TRY(database_.each_space(
        [&](std::string_view name, std::uint64_t layer) { return add_space(name, layer); }));
    if (with_blob_ids) loaded_.blob_ids = seen_.ids();
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
    bool filled = false;
    PAIL_TRY(each_row_ahead(database_, layer, [&](const StoredRow& row) {
      filled = true;
      if (const auto entry = entry_of(layer, row)) edit->set(row.key, *entry);
    }));
    if (filled) filled_.insert(layer);
    set_those_aside(*edit);
    Removal removal(*forest_);
    tree->publish(*edit, removal);
    trees_.emplace(layer, std::move(tree));
    return wire::ok();
  }

  // nullopt: set aside.
  std::optional<EntryPtr> entry_of(std::uint64_t layer, const StoredRow& row) {
    if (row_crc(layer, row.key, row.record, row.blob_refs) != row.crc)
      return damaged(layer, row.key);
    if (!row.record) return EntryPtr();
    if (row.blob_refs.empty()) return make_entry(*row.record);
    auto refs = parse_blob_refs(row.blob_refs);
    if (!refs) return damaged(layer, row.key);
    // One of several may be another of them.
    if (refs->size() > 1 || seen_.maybe(refs->front().id)) {
      aside_.push_back({std::string(row.key), std::string(*row.record), std::move(*refs)});
      return std::nullopt;
    }
    return make_entry(*row.record, {restored(refs->front())});
  }

  BlobPtr restored(const BlobRef& ref) {
    BlobPtr blob = store_.restore(ref);
    seen_.add(ref.id, blob);
    return blob;
  }

  void set_those_aside(Edit& edit) {
    BlobsSeen::Table blobs;
    for (const SetAside& row : aside_) {
      for (const BlobRef& ref : row.refs) blobs.try_emplace(ref.id);
    }
    seen_.find(blobs);
    for (const SetAside& row : aside_) {
      named_.clear();
      for (const BlobRef& ref : row.refs) {
        BlobPtr& blob = blobs[ref.id];
        if (!blob) blob = restored(ref);
        named_.push_back(blob);
      }
      edit.set(row.key, make_entry(row.record, named_));
    }
    aside_.clear();
  }

  EntryPtr damaged(std::uint64_t layer, std::string_view key) {
    ++loaded_.damaged_rows;
    on_damaged_row_(layer, key);
    return make_entry("");
  }

  Database& database_;
  const std::shared_ptr<Forest>& forest_;
  BlobStore& store_;
  BlobsSeen seen_;
  std::vector<SetAside> aside_;
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
