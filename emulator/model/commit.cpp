#include "emulator/model/commit.hpp"

#include "emulator/model/bucket_record.hpp"
#include "emulator/model/moment.hpp"
#include "emulator/model/rows.hpp"

// Why one swap is enough, whatever happens between reading and swapping:
//
//   - The bucket's row is compared, so the versioning that the changes were made for still holds,
//     and the bucket is still there. In a bucket that was never versioned no "d" and no "v" rows
//     exist, so one row of the key says everything.
//   - The head's row is compared. Nothing gets below a head but by being one, so what was read
//     below it can only have lost versions since; and each of those that we move is compared too.

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

enum class Kind : bool { object, marker };

// What is to become the newest version.
struct Top {
  const NewVersion& version;
  Kind kind;
};

// One attempt: the changes, and what will be on top.
struct Attempt {
  std::vector<store::Change> changes;
  store::EntryPtr entry;
};

// The bucket's row within the swap: it must stand as it was read, and a seal on it is broken by the
// same step (bucket_record.hpp).
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
Result<Bucket> again(const store::Space& space, const Bucket& bucket) {
  PAIL_TRY(store::EntryPtr entry, space.read(bucket_row(bucket.name)));
  if (entry) {
    PAIL_TRY(Bucket current, decode_bucket(bucket.name, std::move(entry)));
    if (current.id == bucket.id) return current;
  }
  return Error(Errc::NoSuchBucket).with("BucketName", bucket.name);
}

// Where no version is kept: the one row of the key.
Result<Attempt> replace(const store::Space& space, const Bucket& bucket,
                        const NewVersion& version) {
  std::string row = object_row(bucket.id, version.key);
  PAIL_TRY(store::EntryPtr current, space.read(row));
  PAIL_TRY(judge(version.conditions, current, version.key));
  Attempt attempt;
  attempt.entry = encode_object(version.attributes, version.body, {.last_modified = version.now});
  attempt.changes.reserve(2);
  PAIL_TRY(attempt.changes.emplace_back(), hold(bucket));
  attempt.changes.push_back({std::move(row), std::move(current), attempt.entry});
  return attempt;
}

// Where the head goes: one that is the null version makes room for the next of that name, any other
// joins the older ones. In the first case there is no null version among those.
Result<void> put_aside(Moment& moment, const Bucket& bucket, std::string_view key, const Head& head,
                       std::vector<store::Change>& changes) {
  PAIL_TRY(const Object newest, Object::open(head.entry()));
  const bool replaces_null = bucket.versioning == Versioning::suspended;
  if (replaces_null && newest.version_id() == null_version) return wire::ok();
  changes.push_back({older_row(bucket.id, key, newest.sequence()), nullptr, head.entry()});
  if (!replaces_null) return wire::ok();
  PAIL_TRY(auto null, moment.find_older(bucket.id, key, null_version));
  if (null) changes.push_back({std::move(null->row), null->version.entry(), nullptr});
  return wire::ok();
}

Result<store::EntryPtr> stamped(wire::Random& random, const Bucket& bucket, const Top& top,
                                const Head& head) {
  VersionStamp stamp{.last_modified = top.version.now};
  stamp.delete_marker = top.kind == Kind::marker;
  if (head.entry()) {
    PAIL_TRY(const Object newest, Object::open(head.entry()));
    stamp.sequence = newest.sequence() + 1;
  }
  std::string id;
  if (bucket.versioning == Versioning::enabled) id = make_version_id(stamp.sequence, random);
  stamp.version_id = id;
  return encode_object(top.version.attributes, top.version.body, stamp);
}

Result<Attempt> pile(const store::Space& space, wire::Random& random, const Bucket& bucket,
                     const Top& top) {
  const std::string_view key = top.version.key;
  PAIL_TRY(Moment moment, Moment::of(space));
  const Head head = moment.head(bucket.id, key);
  PAIL_TRY(judge(top.version.conditions, head.object, key));
  Attempt attempt;
  PAIL_TRY(attempt.entry, stamped(random, bucket, top, head));
  PAIL_TRY(attempt.changes.emplace_back(), hold(bucket));
  const bool marker = top.kind == Kind::marker;
  attempt.changes.push_back(
      {object_row(bucket.id, key), head.object, marker ? nullptr : attempt.entry});
  attempt.changes.push_back(
      {marker_row(bucket.id, key), head.marker, marker ? attempt.entry : nullptr});
  if (head.entry()) {
    PAIL_TRY(put_aside(moment, bucket, key, head, attempt.changes));
  }
  return attempt;
}

Result<Attempt> attempt_of(const store::Space& space, wire::Random& random, const Bucket& bucket,
                           const Top& top) {
  if (bucket.versioning == Versioning::unversioned) return replace(space, bucket, top.version);
  return pile(space, random, bucket, top);
}

// A seal on the bucket may stay where nothing is put. The bucket's row is compared all the same:
// had it become versioned meanwhile, the object would have to stay.
Result<Attempt> erase(const store::Space& space, const Bucket& bucket,
                      const Model::Deletion& deletion) {
  std::string row = object_row(bucket.id, deletion.key);
  PAIL_TRY(store::EntryPtr current, space.read(row));
  PAIL_TRY(judge(deletion.conditions, current, deletion.key));
  Attempt attempt;
  attempt.changes.reserve(2);
  attempt.changes.push_back({bucket_row(bucket.name), bucket.entry, nullptr, true});
  const bool missing = current == nullptr;
  attempt.changes.push_back({std::move(row), std::move(current), nullptr, missing});
  return attempt;
}

// Both ways to delete a key change the row of its current object second.
constexpr std::size_t object_change = 1;

Result<Attempt> attempt_to_delete(const store::Space& space, wire::Random& random,
                                  const Bucket& bucket, const Model::Deletion& deletion,
                                  wire::Time now) {
  if (bucket.versioning == Versioning::unversioned) return erase(space, bucket, deletion);
  ObjectAttributes attributes;
  attributes.owner = deletion.owner;
  const StoredBody nothing;
  const NewVersion marker{deletion.key, attributes, nothing, deletion.conditions, now};
  return pile(space, random, bucket, {marker, Kind::marker});
}

Result<Model::Removed> removed_by(Attempt made) {
  if (!made.entry) {
    const bool was_there = made.changes[object_change].expected != nullptr;
    return Model::Removed{false, {}, was_there};
  }
  PAIL_TRY(const Object put, Object::open(std::move(made.entry)));
  return Model::Removed{true, std::string(put.version_id())};
}

// Gives the attempts their turns. `attempt(bucket)` makes one for the bucket as it stands; `done`
// is told of the one that won.
template <class MakeAttempt, class Done>
auto until_it_holds(store::Space& space, const Bucket& bucket, const WriteConditions& conditions,
                    std::string_view key, MakeAttempt attempt, Done done)
    -> decltype(done(bucket, Attempt())) {
  const Bucket* current = &bucket;
  std::optional<Bucket> reread;
  for (int i = 0; i < swap_attempts_max; ++i) {
    PAIL_TRY(Attempt made, attempt(*current));
    PAIL_TRY(const bool won, space.swap(made.changes));
    if (won) return done(*current, std::move(made));
    PAIL_TRY(reread, again(space, bucket));
    current = &*reread;
  }
  return outrun(conditions, key);
}

}  // namespace

Error no_such_key(std::string_view key) {
  return Error(Errc::NoSuchKey).with("Key", key);
}

Error outrun(const WriteConditions& conditions, std::string_view key) {
  if (conditions.any()) {
    const std::string_view condition = conditions.must_be_absent ? "If-None-Match" : "If-Match";
    return Error(Errc::ConditionalRequestConflict).with("Condition", condition).with("Key", key);
  }
  return {Errc::ServiceUnavailable, "Other writes to this key kept coming first. Please retry."};
}

Result<void> judge(const WriteConditions& conditions, const store::EntryPtr& current,
                   std::string_view key) {
  if (!conditions.any()) return wire::ok();
  if (!current) return check(conditions, std::nullopt, key);
  PAIL_TRY(const Object object, Object::open(current));
  return check(conditions, object.etag(), key);
}

Result<Model::Stored> commit(store::Space& space, wire::Random& random, const Bucket& bucket,
                             const NewVersion& version) {
  const auto attempt = [&](const Bucket& current) -> Result<Attempt> {
    PAIL_TRY(Attempt made, attempt_of(space, random, current, {version, Kind::object}));
    if (version.companions) {
      PAIL_TRY(version.companions(made.changes));
    }
    return made;
  };
  const auto done = [](const Bucket& current, Attempt made) -> Result<Model::Stored> {
    PAIL_TRY(Object object, Object::open(std::move(made.entry)));
    return Model::Stored{std::move(object), current.versioning};
  };
  return until_it_holds(space, bucket, version.conditions, version.key, attempt, done);
}

Result<Model::Removed> commit_deletion(store::Space& space, wire::Random& random,
                                       const Bucket& bucket, const Model::Deletion& deletion,
                                       wire::Time now) {
  const auto attempt = [&](const Bucket& current) {
    return attempt_to_delete(space, random, current, deletion, now);
  };
  const auto done = [](const Bucket&, Attempt made) { return removed_by(std::move(made)); };
  return until_it_holds(space, bucket, deletion.conditions, deletion.key, attempt, done);
}

Result<std::optional<Model::Removed>> commit_expiration(store::Space& space, wire::Random& random,
                                                        const Bucket& bucket,
                                                        const Model::Deletion& deletion,
                                                        const Object& current, wire::Time now) {
  PAIL_TRY(Attempt made, attempt_to_delete(space, random, bucket, deletion, now));
  if (made.changes[object_change].expected != current.entry()) return std::nullopt;
  PAIL_TRY(const bool won, space.swap(made.changes));
  if (!won) return std::nullopt;
  PAIL_TRY(Model::Removed removed, removed_by(std::move(made)));
  return removed;
}

}  // namespace pail::model
