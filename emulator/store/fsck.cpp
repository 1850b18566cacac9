#include "emulator/store/fsck.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "emulator/store/disk_directory.hpp"
#include "emulator/store/disk_load.hpp"
#include "emulator/store/tree_cursor.hpp"
#include "wire/digest.hpp"

namespace pail::store {
namespace {

constexpr std::size_t read_bytes = 1024 * 1024;

class Fsck {
 public:
  Fsck(Database& database, FileSystem& files, Path directory, BlobStore& blobs,
       const std::function<void(const Finding&)>& on_finding)
      : database_(database),
        files_(files),
        directory_(std::move(directory)),
        blobs_(blobs),
        on_finding_(on_finding) {}

  Result<FsckReport> run() {
    PAIL_TRY(check_database());
    std::multimap<std::uint64_t, std::string> damaged;  // by layer
    const auto forest = std::make_shared<Forest>();
    const auto loaded = load(database_, forest, blobs_, true,
                             [&](auto layer, auto key) { damaged.emplace(layer, key); });
    if (!loaded) {
      found(Finding::Kind::layer, {}, {}, std::string(*loaded.error().message()));
      return report_;
    }
    for (const auto& [layer, key] : damaged) {
      found(Finding::Kind::row, space_of(loaded.value(), layer), key,
            "layer " + std::to_string(layer));
    }
    for (const auto& [name, space] : loaded.value().spaces) check_space(*space);
    PAIL_TRY(find_orphans(loaded.value().blob_ids));
    return report_;
  }

 private:
  enum class State : std::uint8_t { whole, missing, damaged };

  void found(Finding::Kind kind, std::string_view space, std::string_view key,
             std::string_view detail) {
    ++(kind == Finding::Kind::orphan ? report_.orphans : report_.damage);
    on_finding_({kind, std::string(space), std::string(key), std::string(detail)});
  }

  Result<void> check_database() {
    Result<std::vector<std::string>> faults = database_.integrity_faults();
    if (!faults) return faults.error();
    for (const std::string& fault : faults.value()) found(Finding::Kind::database, {}, {}, fault);
    return wire::ok();
  }

  // The first Space that stands on the layer.
  static std::string space_of(const Loaded& loaded, std::uint64_t layer) {
    for (const auto& [name, space] : loaded.spaces) {
      for (std::uint64_t at = space->layer.id; at != 0; at = loaded.parents.at(at)) {
        if (at == layer) return name;
      }
    }
    return {};
  }

  void check_space(const DiskSpace& space) {
    ++report_.spaces;
    for (TreeCursor cursor(space.index.root()); cursor.valid(); cursor.next()) {
      ++report_.entries;
      for (const BlobPtr& blob : cursor.entry()->blobs()) {
        check_blob(space, cursor.key(), static_cast<const DiskBlob&>(*blob).ref());
      }
    }
  }

  void check_blob(const DiskSpace& space, std::string_view key, const BlobRef& ref) {
    const auto known = checked_.find(ref.id);
    const State state = known != checked_.end() ? known->second : read_blob(ref);
    checked_[ref.id] = state;
    if (state == State::whole) return;
    found(state == State::missing ? Finding::Kind::body_missing : Finding::Kind::body_damaged,
          space.name, key, place_of(ref));
  }

  std::string place_of(const BlobRef& ref) const {
    return ref.place == BlobPlace::row ? "bodies, row " + std::to_string(ref.id)
                                       : blob_file(directory_, ref.id).file.string();
  }

  State read_blob(const BlobRef& ref) {
    ++report_.bodies;
    report_.bytes += ref.size;
    return ref.place == BlobPlace::row ? read_row(ref) : read_file(ref);
  }

  State read_row(const BlobRef& ref) {
    const auto body = database_.body(ref.id);
    if (!body) return State::damaged;
    if (!body.value()) return State::missing;
    const std::string& bytes = *body.value();
    const bool whole =
        bytes.size() == ref.size && wire::Crc32c().update(wire::as_bytes(bytes)).value() == ref.crc;
    return whole ? State::whole : State::damaged;
  }

  State read_file(const BlobRef& ref) {
    const auto file = files_.open(blob_file(directory_, ref.id).file);
    if (!file) return State::missing;
    wire::Crc32c crc;
    std::uint64_t size = 0;
    room_.resize(read_bytes);
    for (;;) {
      const auto got = file.value()->read(room_, size);
      if (!got) return State::damaged;
      if (got.value() == 0) break;
      crc.update(wire::Bytes(room_).first(got.value()));
      size += got.value();
    }
    return size == ref.size && crc.value() == ref.crc ? State::whole : State::damaged;
  }

  Result<void> find_orphans(const std::vector<std::uint64_t>& named) {
    const auto is_named = [&](std::uint64_t id) {
      return std::binary_search(named.begin(), named.end(), id);
    };
    PAIL_TRY(database_.each_body(0, UINT64_MAX >> 1, [&](std::uint64_t id) {
      if (!is_named(id)) found(Finding::Kind::orphan, {}, {}, "bodies, row " + std::to_string(id));
    }));
    PAIL_TRY(const auto folders, files_.list(directory_ / blobs_name));
    for (const std::string& folder : folders) {
      const Path path = directory_ / blobs_name / folder;
      PAIL_TRY(const auto names, files_.list(path));
      for (const std::string& name : names) {
        const auto id = blob_id_of(name);
        if (!id || !is_named(*id)) found(Finding::Kind::orphan, {}, {}, (path / name).string());
      }
    }
    return wire::ok();
  }

  Database& database_;
  FileSystem& files_;
  const Path directory_;
  BlobStore& blobs_;
  const std::function<void(const Finding&)>& on_finding_;
  FsckReport report_;
  std::map<std::uint64_t, State> checked_;
  std::vector<std::byte> room_;
};

}  // namespace

std::string_view name(Finding::Kind kind) noexcept {
  switch (kind) {
    case Finding::Kind::database:
      return "database";
    case Finding::Kind::layer:
      return "layer";
    case Finding::Kind::row:
      return "row-damaged";
    case Finding::Kind::body_missing:
      return "body-missing";
    case Finding::Kind::body_damaged:
      return "body-damaged";
    case Finding::Kind::orphan:
      return "orphan";
  }
  return "unknown";
}

Result<FsckReport> fsck(const DiskOptions& options,
                        const std::function<void(const Finding&)>& on_finding) {
  const Path directory = std::filesystem::absolute(options.directory).lexically_normal();
  const std::unique_ptr<FileSystem> own_files = make_file_system();
  FileSystem& files = options.files != nullptr ? *options.files : *own_files;
  PAIL_TRY(const DirectoryLock lock, claim_existing_directory(directory, files));
  PAIL_TRY(Database database,
           Database::open({(directory / database_name).string(), options.sqlite_vfs, true}));
  const auto blobs = std::make_shared<BlobStore>(
      BlobStoreOptions{directory, false, &files, options.sqlite_vfs, 0, {}});
  blobs->close();
  return Fsck(database, files, directory, *blobs, on_finding).run();
}

}  // namespace pail::store
