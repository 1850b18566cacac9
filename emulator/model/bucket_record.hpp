// What the slots of a bucket's record mean, and how a record becomes a Bucket and back. Slots are
// part of what disks hold: append, never renumber.
//
// THE SEAL. A sealed row says: since this row was put in place no PUT has been committed here. A
// deletion sets it; a PUT that meets it breaks it, in the swap that commits the PUT. model.hpp's
// delete_bucket rests on it (reasoning in buckets.cpp).
#pragma once

#include <array>
#include <string_view>

#include "emulator/model/model.hpp"

namespace pail::model {

enum BucketSlot : std::size_t {
  bucket_id,
  bucket_owner,
  bucket_region,
  bucket_created,  // microseconds since 1970
  bucket_sealed,   // "1" or empty
  bucket_config,   // one slot each, by BucketConfig
  bucket_slot_count = bucket_config + bucket_config_count
};

enum class Seal : bool { broken, whole };

// Views into the bucket's entry.
BucketDocuments documents_of(const Bucket& bucket);

// Of `bucket` only what is no document: id, owner, region, created.
store::EntryPtr encode_bucket(const Bucket& bucket, const BucketDocuments& documents, Seal seal);
// InternalError when the entry is not a bucket record.
Result<Bucket> decode_bucket(std::string_view name, store::EntryPtr entry);
Result<Seal> seal_of(const store::Entry& entry);

}  // namespace pail::model
