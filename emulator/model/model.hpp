// S3's rules over one world's store: buckets and objects, written once above every engine.
//
// A Model is a thin view of a Space: it keeps nothing of its own, so any number may exist beside
// each other, and all calls may come from any thread at once. Time and caller come in as
// parameters. Every write is committed by one swap.
//
// How rows are named (one Space holds one world):
//   "b" name                                  the bucket's record, with its id
//   "o" id(8 bytes, big endian) key           the current object of that key
//   "n"                                       the bucket id given out last
// A bucket's id never returns, so rows of a deleted bucket can never show up in a new one of the
// same name. A PUT compares the bucket's row as well, so that it cannot slip into a bucket being
// deleted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/conditions.hpp"
#include "emulator/model/listing.hpp"
#include "emulator/model/object.hpp"
#include "emulator/store/engine.hpp"
#include "wire/clock.hpp"
#include "wire/result.hpp"

namespace pail::model {

struct Bucket {
  std::string name;
  std::uint64_t id = 0;
  std::string owner;  // canonical user id
  std::string region;
  wire::Time created;
  store::EntryPtr entry;  // the row this was read from
};

struct BucketPage {
  std::vector<Bucket> buckets;  // by name
  bool truncated = false;
};

// Ours: how often one write is judged and swapped before it gives up. A lost swap means that
// another write was committed meanwhile, so only a flood on one row comes anywhere near this.
inline constexpr int swap_attempts_max = 1000;

// CreateBucket's naming rules (general purpose): semantics.md §1.
bool is_valid_bucket_name(std::string_view name) noexcept;

class Model {
 public:
  explicit Model(store::Space& space) : space_(&space) {}

  // InvalidBucketName, BucketAlreadyExists (another's), BucketAlreadyOwnedByYou (yours; the caller
  // knows that us-east-1 answers 200 instead), TooManyBuckets, OperationAborted when other
  // creations keep coming first.
  Result<Bucket> create_bucket(std::string_view name, std::string_view owner,
                               std::string_view region, wire::Time now);
  // NoSuchBucket (BucketName).
  Result<Bucket> bucket(std::string_view name) const;
  // NoSuchBucket, BucketNotEmpty, OperationAborted when a write keeps interfering.
  Result<void> delete_bucket(std::string_view name);
  // Buckets of `owner` whose name starts with `prefix` and comes behind `after`.
  Result<BucketPage> list_buckets(std::string_view owner, std::string_view prefix,
                                  std::string_view after, std::size_t buckets_max) const;

  Incoming incoming() { return Incoming(*space_); }
  // The commit of a PUT: record and body become visible together. PreconditionFailed, NoSuchKey
  // (If-Match on nothing), NoSuchBucket when the bucket went meanwhile; when other writes keep
  // coming first ConditionalRequestConflict (Condition, Key), or ServiceUnavailable without a
  // condition.
  Result<Object> put(const Bucket& bucket, std::string_view key, const ObjectAttributes& attributes,
                     Incoming body, const WriteConditions& conditions, wire::Time now);
  // NoSuchKey (Key).
  Result<Object> get(const Bucket& bucket, std::string_view key) const;
  // Deleting what is not there succeeds, unless If-Match asked for it (NoSuchKey).
  // PreconditionFailed when it is another; being outrun as for put().
  Result<void> remove(const Bucket& bucket, std::string_view key,
                      const WriteConditions& conditions);
  Result<ListPage> list(const Bucket& bucket, const ListQuery& query) const;

 private:
  store::Space* space_;
};

}  // namespace pail::model
