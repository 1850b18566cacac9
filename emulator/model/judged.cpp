// What rules do to versions they have judged: one swap each, which the judged entries are part of.
#include <utility>

#include "emulator/model/commit.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/object_record.hpp"
#include "emulator/model/rows.hpp"

namespace pail::model {
namespace {

std::string row_of(const Model::Judged& judged) {
  const std::uint64_t bucket = judged.bucket.id;
  if (!judged.current) return older_row(bucket, judged.key, judged.version.sequence());
  return judged.version.is_delete_marker() ? marker_row(bucket, judged.key)
                                           : object_row(bucket, judged.key);
}

// A seal on the bucket (bucket_record.hpp) may stay: nothing is put here.
Result<bool> swap_judged(store::Space& space, const Model::Judged& judged,
                         store::EntryPtr replacement) {
  const store::Change changes[] = {
      {bucket_row(judged.bucket.name), judged.bucket.entry, nullptr, true},
      {row_of(judged), judged.version.entry(), std::move(replacement)}};
  return space.swap(changes);
}

}  // namespace

Result<std::optional<Model::Removed>> Model::expire(const Judged& judged, wire::Time now) {
  const Deletion deletion{.key = judged.key, .owner = judged.bucket.owner};
  return commit_expiration(*space_, *random_, judged.bucket, deletion, judged.version, now);
}

// Nothing gets below a head but by being one: a marker that has no version below it, and is still
// the head when it is swapped, has none then either.
Result<bool> Model::erase(const Judged& judged) {
  if (judged.current) {
    PAIL_TRY(Moment moment, Moment::of(*space_));
    PAIL_TRY(const auto below, moment.newest_older(judged.bucket.id, judged.key));
    if (below) return false;
  }
  return swap_judged(*space_, judged, nullptr);
}

Result<std::optional<Object>> Model::reclassify(const Judged& judged,
                                                std::string_view storage_class) {
  ObjectAttributes attributes = judged.version.attributes();
  attributes.storage_class = storage_class;
  PAIL_TRY(Object version, Object::open(encode_again(judged.version, attributes)));
  PAIL_TRY(const bool done, swap_judged(*space_, judged, version.entry()));
  if (!done) return std::nullopt;
  return version;
}

}  // namespace pail::model
