#include "emulator/model/commit.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/rows.hpp"

namespace pail::model {

Result<Model::Stored> Model::put(const Bucket& bucket, std::string_view key,
                                 const ObjectAttributes& attributes, Incoming body,
                                 const WriteConditions& conditions, wire::Time now) {
  PAIL_TRY(const StoredBody stored, std::move(body).close());
  return commit(*space_, *random_, bucket, {key, attributes, stored, conditions, now});
}

// Reading the two rows of the head one after the other could miss both, so where the object's row
// is absent one moment is asked.
Result<Object> Model::get(const Bucket& bucket, std::string_view key) const {
  PAIL_TRY(store::EntryPtr entry, space_->read(object_row(bucket.id, key)));
  if (entry) return Object::open(std::move(entry));
  if (bucket.versioning == Versioning::unversioned) return no_such_key(key);
  PAIL_TRY(Moment moment, Moment::of(*space_));
  const Head head = moment.head(bucket.id, key);
  if (head.object) return Object::open(head.object);
  if (!head.marker) return no_such_key(key);
  PAIL_TRY(const Object marker, Object::open(head.marker));
  return no_such_key(key)
      .header("x-amz-delete-marker", "true")
      .header("x-amz-version-id", marker.version_id());
}

Result<Model::Removed> Model::remove(const Bucket& bucket, const Deletion& deletion,
                                     wire::Time now) {
  if (deletion.version_id) return remove_version(bucket, deletion);
  return commit_deletion(*space_, *random_, bucket, deletion, now);
}

}  // namespace pail::model
