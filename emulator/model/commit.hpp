// The one way a version is put on top of a key: judged against what is current, placed as the
// bucket's versioning has it, and swapped; again whenever another write was committed first. PUT,
// completed uploads and delete markers all come through here. Free functions, thread-safe.
#pragma once

#include <functional>
#include <vector>

#include "emulator/model/model.hpp"
#include "emulator/model/object_record.hpp"

namespace pail::model {

// Adds changes that must be made in the same swap, or refuses. Called at every attempt, since a
// swap may have been lost for their sake.
using Companions = std::function<Result<void>(std::vector<store::Change>& changes)>;

struct NewVersion {
  std::string_view key;
  const ObjectAttributes& attributes;
  const StoredBody& body;
  const WriteConditions& conditions;
  wire::Time now;
  Companions companions = {};
};

// Errors as Model::put(), and those of the companions.
Result<Model::Stored> commit(store::Space& space, wire::Random& random, const Bucket& bucket,
                             const NewVersion& version);

// What deleting a key does: takes it away where the bucket is not versioned, else puts a delete
// marker on top.
Result<Model::Removed> commit_deletion(store::Space& space, wire::Random& random,
                                       const Bucket& bucket, const Model::Deletion& deletion,
                                       wire::Time now);

// The same, once, and only while the bucket and its key's current object are the very ones given;
// nullopt when they are not.
Result<std::optional<Model::Removed>> commit_expiration(store::Space& space, wire::Random& random,
                                                        const Bucket& bucket,
                                                        const Model::Deletion& deletion,
                                                        const Object& current, wire::Time now);

// A write against the object that it would replace (null: none), as conditions of writes are.
Result<void> judge(const WriteConditions& conditions, const store::EntryPtr& current,
                   std::string_view key);
// When a write lost swap_attempts_max swaps: ConditionalRequestConflict, or ServiceUnavailable.
wire::Error outrun(const WriteConditions& conditions, std::string_view key);
wire::Error no_such_key(std::string_view key);

}  // namespace pail::model
