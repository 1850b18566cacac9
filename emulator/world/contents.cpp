#include "emulator/world/contents.hpp"

#include "emulator/world/world_row.hpp"

namespace pail::world {

// Whoever ends the last request of a world that was reset cannot be told that the disk is full: the
// next opening drops the Space, which nothing names any more.
HeldSpace::~HeldSpace() {
  space_.reset();
  if (!retired_) return;
  try {
    engine_->drop_later(name_);
  } catch (...) {  // NOLINT(bugprone-empty-catch): as above
  }
}

Contents::Contents(std::shared_ptr<HeldSpace> space, std::unique_ptr<access::Directory> directory,
                   std::shared_ptr<wire::Random> random, Owner owner,
                   std::optional<std::uint64_t> saved)
    : owner_(std::move(owner)),
      random_(std::move(random)),
      directory_(std::move(directory)),
      space_(std::move(space)),
      model_(**space_, *random_),
      saved_(saved) {}

Contents::~Contents() = default;

wire::Result<void> Contents::save() {
  const std::lock_guard lock(saving_);
  const std::uint64_t changes = directory_->changes();
  if (saved_ == changes || space_->retired()) return wire::ok();
  PAIL_TRY(write_world_row(
      space(),
      {.world = owner_.world, .region = owner_.region, .identities = directory_->image()}));
  saved_ = changes;
  return wire::ok();
}

wire::Result<void> Contents::bury() {
  const std::lock_guard lock(saving_);
  PAIL_TRY(write_world_row(space(), {.world = owner_.world, .removed = true}));
  retire();
  return wire::ok();
}

}  // namespace pail::world
