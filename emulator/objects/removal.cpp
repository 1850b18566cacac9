#include "emulator/objects/removal.hpp"

namespace pail::emulator::objects {

Result<model::Model::Removed> remove(const Call& call, const model::Model::Deletion& deletion) {
  const Turn turn = call.events.turn(deletion.key);
  PAIL_TRY(auto removed, call.model.remove(*call.bucket, deletion, call.now));
  if (!removed.changed) return removed;
  const bool hidden = removed.delete_marker && !deletion.version_id;
  call.events.happened({.what = hidden ? Happened::hidden : Happened::deleted,
                        .key = deletion.key,
                        .version_id = removed.version_id});
  return removed;
}

}  // namespace pail::emulator::objects
