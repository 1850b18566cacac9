#include "emulator/store/disk_core.hpp"

#include <utility>

#include "emulator/store/disk_batch.hpp"

namespace pail::store {
namespace {

// Discarded bodies go with later transactions. When so many have come together, the keeper takes
// them.
constexpr std::size_t rows_for_keeper = 500;

// A broken disk may damage a million rows; the first few say enough.
constexpr std::uint64_t reported_rows_max = 20;

Result<Loaded> load_and_tell(Database& database, const std::shared_ptr<Forest>& forest,
                             BlobStore& blobs, bool with_blob_ids, const Report& report) {
  std::uint64_t told = 0;
  PAIL_TRY(Loaded loaded, load(database, forest, blobs, with_blob_ids,
                               [&](std::uint64_t /*layer*/, std::string_view key) {
                                 if (!report || ++told > reported_rows_max) return;
                                 report("the row of key \"" + printable_key(key) + "\" is damaged");
                               }));
  if (told > reported_rows_max) {
    report("... and " + std::to_string(told - reported_rows_max) + " rows more");
  }
  return loaded;
}

wire::Error broken(std::string_view message) {
  return wire::Error(wire::Errc::InternalError, message);
}

}  // namespace

// What open() has put together by the time nothing can fail any more.
struct DiskCore::Parts {
  Path directory;
  std::unique_ptr<FileSystem> own_files;
  FileSystem* files;
  DirectoryLock lock;
  std::shared_ptr<Forest> forest;
  std::shared_ptr<BlobStore> blobs;
  Database database;
  Database::Opening opening;
  Loaded loaded;
};

Result<std::shared_ptr<DiskCore>> DiskCore::open(DiskOptions options) {
  const Path directory = std::filesystem::absolute(options.directory).lexically_normal();
  std::unique_ptr<FileSystem> own_files;
  if (options.files == nullptr) {
    own_files = make_file_system();
    options.files = own_files.get();
  }
  const bool sync = options.durability == Durability::sync;
  PAIL_TRY(DirectoryLock lock, claim_directory(directory, *options.files, options.sqlite_vfs));
  PAIL_TRY(Database database,
           Database::open({(directory / database_name).string(), options.sqlite_vfs, sync}));
  PAIL_TRY(Database::Opening opening, database.opening());
  ++opening.count;
  PAIL_TRY(database.transact([&] { return database.put_opening(opening.count, false); }));
  auto forest = std::make_shared<Forest>();
  auto blobs = std::make_shared<BlobStore>(
      BlobStoreOptions{directory, sync, options.files, options.sqlite_vfs,
                       first_blob_id(opening.count), options.report});
  PAIL_TRY(Loaded loaded, load_and_tell(database, forest, *blobs, !opening.clean, options.report));
  return std::shared_ptr<DiskCore>(new DiskCore(
      {directory, std::move(own_files), options.files, std::move(lock), std::move(forest),
       std::move(blobs), std::move(database), opening, std::move(loaded)}));
}

DiskCore::DiskCore(Parts parts)
    : directory_(std::move(parts.directory)),
      own_files_(std::move(parts.own_files)),
      files_(*parts.files),
      lock_(std::move(parts.lock)),
      forest_(std::move(parts.forest)),
      blobs_(std::move(parts.blobs)),
      opening_(parts.opening.count),
      committer_([this](std::span<PendingSwap* const> swaps) { commit(swaps); }),
      database_(std::move(parts.database)),
      layers_(std::move(parts.loaded.parents)),
      tidy_(database_, layers_, *blobs_, files_, directory_),
      is_whole_(parts.loaded.damaged_rows == 0),
      spaces_(std::move(parts.loaded.spaces)) {
  for (const auto& [name, space] : spaces_) layers_.occupy(space->layer.id);
  // What a damaged row names is not known: nothing is swept then.
  if (!parts.opening.clean && is_whole_) tidy_.sweep(std::move(parts.loaded.blob_ids));
  keeper_ = std::thread([this] { keep(); });
}

DiskCore::~DiskCore() {
  closing_ = true;
  blobs_->trash.poke();
  keeper_.join();
  drop_doomed();
  close();
}

Result<bool> DiskCore::swap(DiskSpace& space, std::span<const Change> changes) {
  return committer_.swap(space, changes);
}

void DiskCore::commit(std::span<PendingSwap* const> swaps) {
  DiskBatch(*forest_, database_, *blobs_, files_, directory_).commit(swaps);
}

Result<std::shared_ptr<DiskSpace>> DiskCore::open_space(std::string_view name) {
  drop_doomed();  // one of that name may be among them
  const std::lock_guard lock(mutex_);
  const auto known = spaces_.find(name);
  if (known != spaces_.end()) return known->second;
  std::shared_ptr<DiskSpace> space;
  PAIL_TRY(committer_.alone([&] {
    const LayerTip layer{layers_.unused_id(), 0, false};
    space = std::make_shared<DiskSpace>(std::string(name), layer, Root(forest_));
    return add_space(space, std::nullopt);
  }));
  return space;
}

// The source's rows become a layer that both stand on. When it has written none since the last
// fork, its parent is that layer already.
Result<std::shared_ptr<DiskSpace>> DiskCore::fork(DiskSpace& source, std::string_view name) {
  drop_doomed();  // as above
  const std::lock_guard lock(mutex_);
  if (spaces_.find(name) != spaces_.end()) {
    return broken("A fork needs a name that is not in use.");
  }
  std::shared_ptr<DiskSpace> space;
  PAIL_TRY(committer_.alone([&] {
    const LayerTip& shared = source.layer;
    const std::uint64_t id = layers_.unused_id();
    const std::uint64_t parent = shared.has_rows ? shared.id : shared.parent;
    space = std::make_shared<DiskSpace>(std::string(name), LayerTip{id, parent, false},
                                        source.index.root());
    std::optional<Moved> moved;
    if (shared.has_rows) moved = Moved{&source, {id + 1, parent, false}};
    return add_space(space, moved);
  }));
  return space;
}

// Durable first, then known.
Result<void> DiskCore::add_space(const std::shared_ptr<DiskSpace>& space,
                                 const std::optional<Moved>& moved) {
  const auto write = [&](const std::string& name, const LayerTip& layer) -> Result<void> {
    PAIL_TRY(database_.put_layer(layer.id, layer.parent));
    return database_.put_space(name, layer.id);
  };
  PAIL_TRY(told(database_.transact([&]() -> Result<void> {
    PAIL_TRY(write(space->name, space->layer));
    return moved ? write(moved->space->name, moved->layer) : wire::ok();
  })));
  layers_.add(space->layer.id, space->layer.parent);
  layers_.occupy(space->layer.id);
  if (moved) {
    layers_.add(moved->layer.id, moved->layer.parent);
    layers_.leave(moved->space->layer.id);
    layers_.occupy(moved->layer.id);
    moved->space->layer = moved->layer;
  }
  spaces_[space->name] = space;
  return wire::ok();
}

Result<void> DiskCore::drop(std::string_view name) {
  std::shared_ptr<DiskSpace> dropped;  // its tree goes after the lock
  const std::lock_guard lock(mutex_);
  const auto known = spaces_.find(name);
  if (known == spaces_.end()) return wire::ok();
  if (known->second.use_count() > 1) return broken("A Space that is open cannot be dropped.");
  PAIL_TRY(committer_.alone([&]() -> Result<void> {
    PAIL_TRY(told(database_.transact([&] { return database_.erase_space(name); })));
    layers_.leave(known->second->layer.id);
    dropped = std::move(known->second);
    spaces_.erase(known);  // in the turn, since relayer() looks at them in its own
    return wire::ok();
  }));
  blobs_->trash.poke();
  return wire::ok();
}

void DiskCore::drop_later(std::string_view name) {
  {
    const std::lock_guard lock(doomed_mutex_);
    doomed_.emplace(name);
  }
  blobs_->trash.poke();
}

// What the disk does not let go of now is left to the next opening.
void DiskCore::drop_doomed() {
  for (;;) {
    std::string name;
    {
      const std::lock_guard lock(doomed_mutex_);
      if (doomed_.empty()) return;
      name = *doomed_.begin();
    }
    static_cast<void>(drop(name));
    const std::lock_guard lock(doomed_mutex_);
    doomed_.erase(name);
  }
}

std::vector<std::string> DiskCore::names() const {
  const std::lock_guard lock(mutex_);
  const std::lock_guard doomed_lock(doomed_mutex_);
  std::vector<std::string> names;
  for (const auto& [name, space] : spaces_) {
    if (doomed_.count(name) == 0) names.push_back(name);
  }
  return names;
}

Result<void> DiskCore::told(Result<void> outcome) const {
  if (!outcome) return blobs_->told(outcome.error());
  return outcome;
}

void DiskCore::keep() {
  while (!closing_) {
    drop_doomed();
    remove_discarded_files();
    if (!tidy()) blobs_->trash.wait();
  }
}

// One piece of what can wait; false when there is none, or the disk does not take it now.
bool DiskCore::tidy() {
  bool more = false;
  const Result<void> outcome = committer_.alone([&]() -> Result<void> {
    if (blobs_->trash.rows() >= rows_for_keeper) {
      more = true;
      return erase_discarded_bodies(rows_for_keeper);
    }
    PAIL_TRY(more, tidy_.step([this](std::uint64_t layer, std::uint64_t parent) {
      relayer(layer, parent);
    }));
    return wire::ok();
  });
  return told(outcome).has_value() && more;
}

// Spaces come and go under mutex_ and in the committer's turn; looking at them takes one of the
// two.
void DiskCore::relayer(std::uint64_t layer, std::uint64_t parent) {
  for (const auto& [name, space] : spaces_) {
    if (space->layer.id == layer) space->layer.parent = parent;
  }
}

void DiskCore::remove_discarded_files() {
  for (const std::uint64_t id : blobs_->trash.take_files()) blobs_->remove_file(id);
}

Result<void> DiskCore::erase_discarded_bodies(std::size_t count_max) {
  const std::vector<std::uint64_t> ids = blobs_->trash.take_rows(count_max);
  if (ids.empty()) return wire::ok();
  Result<void> erased = database_.transact([&]() -> Result<void> {
    for (const std::uint64_t id : ids) {
      PAIL_TRY(database_.erase_body(id));
    }
    return wire::ok();
  });
  if (!erased) blobs_->trash.give_back_rows(ids);
  return erased;
}

// Everybody has let go. The directory is clean when nothing is left on it that no entry names, so
// that the next opening has nothing to sweep.
void DiskCore::close() {
  forest_->epochs.collect();
  remove_discarded_files();
  const Result<void> erased = told(erase_discarded_bodies(SIZE_MAX));
  const bool emptied = erased.has_value() && blobs_->trash.empty();
  blobs_->close();
  spaces_.clear();
  forest_->epochs.collect();
  const bool clean = emptied && is_whole_ && tidy_.swept() && blobs_->held() == 0;
  if (!clean) return;
  const Result<void> written =
      database_.transact([&] { return database_.put_opening(opening_, true); });
  if (!written) blobs_->tell(written.error());
}

}  // namespace pail::store
