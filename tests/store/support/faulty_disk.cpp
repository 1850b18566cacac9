#include "tests/store/support/faulty_disk.hpp"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <random>

#include "tests/store/support/faulty_vfs.hpp"

namespace pail::store::testing {
namespace {

using wire::Result;

constexpr std::size_t sector_bytes = 512;

std::string contents(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class FaultyFile final : public File {
 public:
  FaultyFile(FaultyDisk& disk, Path path, std::unique_ptr<File> real)
      : disk_(disk), path_(std::move(path)), real_(std::move(real)) {}

  Result<void> write(wire::Bytes bytes, std::uint64_t offset) override {
    int fault = disk_.before_change();
    if (fault == 0) fault = disk_.before_growth(path_, offset + bytes.size());
    if (fault != 0) return file_error("write", path_, fault);
    return real_->write(bytes, offset);
  }
  Result<std::size_t> read(std::span<std::byte> room, std::uint64_t offset) const override {
    return real_->read(room, offset);
  }
  Result<std::uint64_t> size() const override { return real_->size(); }
  Result<void> sync() override {
    if (const int fault = disk_.before_change()) return file_error("sync", path_, fault);
    PAIL_TRY(real_->sync());
    disk_.synced(path_, false);
    return wire::ok();
  }

 private:
  FaultyDisk& disk_;
  const Path path_;
  std::unique_ptr<File> real_;
};

class FaultyFileSystem final : public FileSystem {
 public:
  FaultyFileSystem(FaultyDisk& disk, FileSystem& real) : disk_(disk), real_(real) {}

  Result<std::unique_ptr<File>> create(const Path& path) override {
    if (const int fault = disk_.before_change()) return file_error("create", path, fault);
    PAIL_TRY(auto file, real_.create(path));
    disk_.created(path);
    return std::unique_ptr<File>(std::make_unique<FaultyFile>(disk_, path, std::move(file)));
  }
  Result<std::unique_ptr<File>> open(const Path& path) override { return real_.open(path); }
  Result<void> rename(const Path& from, const Path& to) override {
    if (const int fault = disk_.before_change()) return file_error("rename", from, fault);
    PAIL_TRY(real_.rename(from, to));
    disk_.renamed(from, to);
    return wire::ok();
  }
  Result<void> remove(const Path& path) override {
    if (const int fault = disk_.before_change()) return file_error("remove", path, fault);
    PAIL_TRY(real_.remove(path));
    disk_.removed(path);
    return wire::ok();
  }
  Result<void> make_directory(const Path& path) override {
    if (const int fault = disk_.before_change()) return file_error("create", path, fault);
    PAIL_TRY(real_.make_directory(path));
    disk_.created(path);
    return wire::ok();
  }
  Result<void> sync_directory(const Path& path) override {
    if (const int fault = disk_.before_change()) return file_error("sync", path, fault);
    disk_.synced_directory(path);
    return wire::ok();
  }
  Result<std::vector<std::string>> list(const Path& path) const override {
    return real_.list(path);
  }

 private:
  FaultyDisk& disk_;
  FileSystem& real_;
};

std::string unique_name() {
  static std::atomic<unsigned> counter = 0;
  return "faulty-" + std::to_string(++counter);
}

// Each sector as one of the two has it.
std::string torn_between(const std::string& before, const std::string& after, std::mt19937& coin) {
  std::string mixed = coin() % 2 == 0 ? before : after;
  for (std::size_t at = 0; at < mixed.size(); at += sector_bytes) {
    const std::string& source = coin() % 2 == 0 ? before : after;
    if (at >= source.size()) continue;
    const std::string sector = source.substr(at, std::min(sector_bytes, mixed.size() - at));
    mixed.replace(at, sector.size(), sector);
  }
  return mixed;
}

}  // namespace

FaultyDisk::FaultyDisk(Path directory)
    : directory_(std::move(directory)),
      name_(unique_name()),
      real_(make_file_system()),
      files_(std::make_unique<FaultyFileSystem>(*this, *real_)),
      vfs_(make_faulty_vfs(*this, name_.c_str())) {
  sqlite3_vfs_register(vfs_.get(), 0);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(vfs_.get());
}

void FaultyDisk::fail_at(std::uint64_t call, Fault fault, bool forever) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  fails_from_ = calls_ + call;
  fails_to_ = forever || fault == Fault::power_cut ? never : fails_from_;
}

void FaultyDisk::limit_room(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  room_ = bytes;
}

void FaultyDisk::repair() {
  const std::lock_guard lock(mutex_);
  fails_from_ = fails_to_ = room_ = never;
}

std::uint64_t FaultyDisk::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

int FaultyDisk::before_change() {
  const std::lock_guard lock(mutex_);
  ++calls_;
  if (calls_ < fails_from_ || calls_ > fails_to_) return 0;
  return fault_ == Fault::no_space ? ENOSPC : EIO;
}

int FaultyDisk::before_growth(const Path& path, std::uint64_t end) {
  const std::lock_guard lock(mutex_);
  std::error_code none;
  const std::uint64_t size = std::filesystem::file_size(path, none);
  const std::uint64_t growth = !none && size < end ? end - size : 0;
  if (growth > room_) return ENOSPC;
  if (room_ != never) room_ -= growth;
  return 0;
}

void FaultyDisk::created(const Path& path) {
  const std::lock_guard lock(mutex_);
  if (names_.count(path) != 0) return;
  names_[path] = std::filesystem::is_directory(path) ? nullptr : std::make_shared<Inode>();
}

void FaultyDisk::removed(const Path& path) {
  const std::lock_guard lock(mutex_);
  names_.erase(path);
}

void FaultyDisk::renamed(const Path& from, const Path& to) {
  const std::lock_guard lock(mutex_);
  names_[to] = names_[from];
  names_.erase(from);
}

void FaultyDisk::synced(const Path& path, bool with_name) {
  const std::lock_guard lock(mutex_);
  const auto named = names_.find(path);
  if (named == names_.end()) return;
  named->second->durable = contents(path);
  if (with_name) durable_[path] = named->second;
}

void FaultyDisk::synced_directory(const Path& path) {
  const std::lock_guard lock(mutex_);
  std::erase_if(durable_, [&](const auto& name) { return name.first.parent_path() == path; });
  for (const auto& [name, inode] : names_) {
    if (name.parent_path() == path) durable_[name] = inode;
  }
}

void FaultyDisk::settle_power_cut(bool torn, unsigned seed) {
  std::mt19937 coin(seed);
  std::map<Path, std::string> found;
  const auto survives = [&](const Path& name) {
    return durable_.count(name) != 0 || (torn && coin() % 2 == 0);
  };
  const auto has_folder = [&](const Path& name) {
    const Path folder = name.parent_path();
    return folder == directory_ || folder.filename() == "blobs" || durable_.count(folder) != 0;
  };
  for (const auto& [name, inode] : names_) {
    if (!inode || !survives(name) || !has_folder(name)) continue;
    found[name] = torn ? torn_between(inode->durable, contents(name), coin) : inode->durable;
  }
  // Removed, and the removal not synced: there again.
  for (const auto& [name, inode] : durable_) {
    if (inode && names_.count(name) == 0 && has_folder(name)) found[name] = inode->durable;
  }
  for (const auto& item : std::filesystem::directory_iterator(directory_)) {
    std::filesystem::remove_all(item.path());
  }
  for (const auto& [name, bytes] : found) {
    std::filesystem::create_directories(name.parent_path());
    std::ofstream(name, std::ios::binary) << bytes;
  }
}

}  // namespace pail::store::testing
