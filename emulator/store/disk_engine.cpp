#include "emulator/store/disk.hpp"
#include "emulator/store/disk_core.hpp"
#include "emulator/store/tree_cursor.hpp"

namespace pail::store {
namespace {

// What lies in the entry stays in memory and is read at each opening. A reference to a body takes
// about as much as this.
constexpr std::size_t disk_inline_bytes_max = 128;

class DiskHandle final : public Space {
 public:
  DiskHandle(std::shared_ptr<DiskCore> core, std::shared_ptr<DiskSpace> space) noexcept
      : core_(std::move(core)), space_(std::move(space)) {}

  Result<EntryPtr> read(std::string_view key) const override { return space_->index.read(key); }
  Result<bool> swap(std::span<const Change> changes) override {
    return core_->swap(*space_, changes);
  }
  Result<std::unique_ptr<Cursor>> range() const override {
    return std::unique_ptr<Cursor>(std::make_unique<TreeCursor>(space_->index.root()));
  }
  Result<std::unique_ptr<BlobWriter>> new_blob() override { return core_->blobs().writer(); }
  std::size_t inline_bytes_max() const noexcept override { return disk_inline_bytes_max; }

  const DiskCore* core() const noexcept { return core_.get(); }
  DiskSpace& space() const noexcept { return *space_; }

 private:
  std::shared_ptr<DiskCore> core_;
  std::shared_ptr<DiskSpace> space_;  // let go before the core
};

class DiskEngine final : public Engine {
 public:
  explicit DiskEngine(std::shared_ptr<DiskCore> core) noexcept : core_(std::move(core)) {}

  Result<std::unique_ptr<Space>> open(std::string_view name) override {
    PAIL_TRY(auto space, core_->open_space(name));
    return handle(std::move(space));
  }

  Result<std::unique_ptr<Space>> fork(const Space& source, std::string_view name) override {
    const auto* from = dynamic_cast<const DiskHandle*>(&source);
    if (from == nullptr || from->core() != core_.get()) {
      return wire::Error(wire::Errc::InternalError,
                         "The source of a fork belongs to another engine.");
    }
    PAIL_TRY(auto space, core_->fork(from->space(), name));
    return handle(std::move(space));
  }

  Result<void> drop(std::string_view name) override { return core_->drop(name); }
  void drop_later(std::string_view name) override { core_->drop_later(name); }
  std::vector<std::string> names() const override { return core_->names(); }
  // Without durability too: a large body is written to a file, a cold one read from it, and the
  // system makes writers wait when too much is not yet on the disk.
  bool may_block() const noexcept override { return true; }
  std::uint64_t entry_count() const noexcept override { return core_->entry_count(); }

 private:
  std::unique_ptr<Space> handle(std::shared_ptr<DiskSpace> space) const {
    return std::make_unique<DiskHandle>(core_, std::move(space));
  }

  std::shared_ptr<DiskCore> core_;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_disk_engine(DiskOptions options) {
  PAIL_TRY(auto core, DiskCore::open(std::move(options)));
  return std::unique_ptr<Engine>(std::make_unique<DiskEngine>(std::move(core)));
}

}  // namespace pail::store
