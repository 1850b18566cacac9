#include "emulator/model/bucket_record.hpp"
#include "emulator/model/object_record.hpp"
#include "emulator/model/rows.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

Error no_such_key(std::string_view key) {
  return Error(Errc::NoSuchKey).with("Key", key);
}

Result<void> judge(const WriteConditions& conditions, const store::EntryPtr& current,
                   std::string_view key) {
  if (!conditions.any()) return wire::ok();
  if (!current) return check(conditions, std::nullopt, key);
  PAIL_TRY(const Object object, Object::open(current));
  return check(conditions, object.etag(), key);
}

// The bucket's row within the swap of a PUT: it must stand as it was read, and a seal on it is
// broken by the same step (bucket_record.hpp).
Result<store::Change> hold(const Bucket& bucket) {
  PAIL_TRY(const Seal seal, seal_of(*bucket.entry));
  store::Change change{bucket_row(bucket.name), bucket.entry, nullptr, true};
  if (seal == Seal::whole) {
    change.replacement = encode_bucket(bucket, documents_of(bucket), Seal::broken);
    change.compare_only = false;
  }
  return change;
}

// The same bucket as it stands now; NoSuchBucket also when another has taken its name.
Result<Bucket> again(const Model& model, const Bucket& bucket) {
  PAIL_TRY(Bucket current, model.bucket(bucket.name));
  if (current.id == bucket.id) return current;
  return Error(Errc::NoSuchBucket).with("BucketName", bucket.name);
}

Error outrun(const WriteConditions& conditions, std::string_view key) {
  if (conditions.any()) {
    const std::string_view condition = conditions.must_be_absent ? "If-None-Match" : "If-Match";
    return Error(Errc::ConditionalRequestConflict).with("Condition", condition).with("Key", key);
  }
  return {Errc::ServiceUnavailable, "Other writes to this key kept coming first. Please retry."};
}

}  // namespace

Result<Model::Stored> Model::put(const Bucket& bucket, std::string_view key,
                                 const ObjectAttributes& attributes, Incoming body,
                                 const WriteConditions& conditions, wire::Time now) {
  PAIL_TRY(const StoredBody stored, std::move(body).close());
  const store::EntryPtr entry = encode_object(attributes, stored, {.last_modified = now});
  PAIL_TRY(Object object, Object::open(entry));
  PAIL_TRY(store::Change held, hold(bucket));
  store::Change changes[] = {std::move(held), {object_row(bucket.id, key), nullptr, entry}};
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(changes[1].expected, space_->read(changes[1].key));
    PAIL_TRY(judge(conditions, changes[1].expected, key));
    PAIL_TRY(const bool done, space_->swap(changes));
    if (done) return Stored{std::move(object), bucket.versioning};
    PAIL_TRY(const Bucket current, again(*this, bucket));
    PAIL_TRY(changes[0], hold(current));
  }
  return outrun(conditions, key);
}

Result<Object> Model::get(const Bucket& bucket, std::string_view key) const {
  PAIL_TRY(store::EntryPtr entry, space_->read(object_row(bucket.id, key)));
  if (!entry) return no_such_key(key);
  return Object::open(std::move(entry));
}

Result<Model::Removed> Model::remove(const Bucket& bucket, const Deletion& deletion,
                                     wire::Time /*now*/) {
  const std::string_view key = deletion.key;
  const WriteConditions& conditions = deletion.conditions;
  store::Change change[] = {{object_row(bucket.id, key), nullptr, nullptr}};
  store::EntryPtr& current = change[0].expected;
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(current, space_->read(change[0].key));
    PAIL_TRY(judge(conditions, current, key));
    if (!current) return Removed{};
    PAIL_TRY(const bool done, space_->swap(change));
    if (done) return Removed{};
  }
  return outrun(conditions, key);
}

}  // namespace pail::model
