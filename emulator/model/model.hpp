// S3's rules over one world's store: buckets and objects, written once above every engine.
//
// A Model is a thin view of a Space: it keeps nothing of its own, so any number may exist beside
// each other, and all calls may come from any thread at once. Time and caller come in as
// parameters. Every write is committed by one swap.
//
// How rows are named (one Space holds one world); escaped(key) is the key with NUL written as
// 00 FF and 00 00 behind it, so that keys sort as they do alone:
//   "b" name                                the bucket's record, with its id and configuration
//   "o" id(8 bytes, big endian) key         the current version of that key, an object
//   "d" id key                              the current version of that key, a delete marker
//   "v" id escaped(key) age(8)              versions that are no longer current, newest first
//   "u" id escaped(key) begun(8) random(16) a multipart upload
//   "p" id begun(8) random(16) number(2)    a part of that upload
//   "n"                                     the bucket id given out last
// A bucket's id never returns, so rows of a deleted bucket can never show up in a new one of the
// same name. A PUT compares the bucket's row as well, so that it cannot slip into a bucket being
// deleted, nor be stored by rules (versioning) that no longer hold.
//
// THE HEAD. Of the rows "o" and "d" of a key at most one exists, and one does whenever the key has
// a version at all: it is the newest. Whoever changes which version is current swaps both rows, so
// all such writes of a key are in one order; taking an older version away swaps its own row alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/model/conditions.hpp"
#include "emulator/model/listing.hpp"
#include "emulator/model/object.hpp"
#include "emulator/model/upload.hpp"
#include "emulator/model/version.hpp"
#include "emulator/store/engine.hpp"
#include "wire/clock.hpp"
#include "wire/random.hpp"
#include "wire/result.hpp"

namespace pail::model {

// Documents that belong to a bucket and lie in its row, one slot each, as their writers in
// emulator/ make them; "" when there is none. On disk by number: append, never renumber.
enum class BucketConfig : std::uint8_t {
  versioning,  // "Enabled", "Suspended" or ""
  ownership,  // of objects, as emulator/documents/ownership.hpp writes it; "" = BucketOwnerEnforced
  acl,
  tagging,
  cors,
  public_access_block,  // as emulator/documents/public_access.hpp writes it
  lifecycle,            // as emulator/documents/lifecycle.hpp writes it
  notification          // as emulator/documents/notification.hpp writes it
};
inline constexpr std::size_t bucket_config_count = 8;
// By BucketConfig.
using BucketDocuments = std::array<std::string_view, bucket_config_count>;

struct Bucket {
  std::string name;
  std::uint64_t id = 0;
  std::string owner;  // canonical user id
  std::string region;
  wire::Time created;
  Versioning versioning = Versioning::unversioned;
  store::EntryPtr entry = nullptr;  // the row this was read from

  // A view into the entry.
  std::string_view config(BucketConfig which) const noexcept;
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
  // `random`: where ids of versions and uploads come from.
  Model(store::Space& space, wire::Random& random) : space_(&space), random_(&random) {}

  // InvalidBucketName, BucketAlreadyExists (another's), BucketAlreadyOwnedByYou (yours; the caller
  // knows that us-east-1 answers 200 instead), TooManyBuckets, OperationAborted when other
  // creations keep coming first.
  Result<Bucket> create_bucket(std::string_view name, std::string_view owner,
                               std::string_view region, wire::Time now,
                               const BucketDocuments& documents = {});
  // NoSuchBucket (BucketName).
  Result<Bucket> bucket(std::string_view name) const;
  // NoSuchBucket, BucketNotEmpty, OperationAborted when a write keeps interfering.
  Result<void> delete_bucket(std::string_view name);
  // Buckets of `owner` whose name starts with `prefix` and comes behind `after`.
  Result<BucketPage> list_buckets(std::string_view owner, std::string_view prefix,
                                  std::string_view after, std::size_t buckets_max) const;
  // Everybody's, behind `after`.
  Result<BucketPage> every_bucket(std::string_view after, std::size_t buckets_max) const;

  // Puts `document` in the place of what was there; "" removes it. NoSuchBucket when the bucket
  // went meanwhile, OperationAborted when other writes keep coming first. Returns the bucket as it
  // is now.
  Result<Bucket> configure(const Bucket& bucket, BucketConfig which, std::string_view document);
  // The same, but only while the bucket's row is the one given: nullopt when it is not.
  Result<std::optional<Bucket>> configure_unchanged(const Bucket& bucket, BucketConfig which,
                                                    std::string_view document);

  Incoming incoming() { return Incoming(*space_); }

  // What a write did, and by which rules.
  struct Stored {
    Object object;
    Versioning versioning = Versioning::unversioned;
  };
  // The commit of a PUT: record and body become visible together, as a version of its own where the
  // bucket is versioned. PreconditionFailed, NoSuchKey (If-Match on nothing, or on a delete
  // marker), NoSuchBucket when the bucket went meanwhile; when other writes keep coming first
  // ConditionalRequestConflict (Condition, Key), or ServiceUnavailable without a condition.
  Result<Stored> put(const Bucket& bucket, std::string_view key, const ObjectAttributes& attributes,
                     Incoming body, const WriteConditions& conditions, wire::Time now);

  // The current object. NoSuchKey (Key), with the headers x-amz-delete-marker and x-amz-version-id
  // when the current version is a delete marker.
  Result<Object> get(const Bucket& bucket, std::string_view key) const;
  // The version of that id, which may be a delete marker. NoSuchVersion (Key, VersionId).
  Result<Object> version(const Bucket& bucket, std::string_view key,
                         std::string_view version_id) const;

  struct Deletion {
    std::string_view key;
    std::optional<std::string_view> version_id = std::nullopt;  // nullopt: the key
    WriteConditions conditions = {};
    std::string_view owner = {};  // of the delete marker, canonical user id
  };
  struct Removed {
    bool delete_marker = false;  // one was put there, or it was one that went
    // Of the marker made; of the version asked for, whether or not it was there; else "".
    std::string version_id;
    bool changed = true;  // false: there was nothing to remove
  };
  // Deleting what is not there succeeds, unless If-Match asked for it (NoSuchKey).
  // PreconditionFailed when it is another; being outrun as for put(). Deleting a version that is
  // not there succeeds as well.
  Result<Removed> remove(const Bucket& bucket, const Deletion& deletion, wire::Time now);

  // Changes what may change of a version while its bytes, times and ETag stay.
  struct Revision {
    std::optional<Pairs> tags = std::nullopt;
    std::optional<std::string> acl = std::nullopt;
  };
  // `version_id` nullopt: the current object. Errors as get() and version(); a delete marker cannot
  // be revised: MethodNotAllowed (ResourceType).
  Result<Object> revise(const Bucket& bucket, std::string_view key,
                        std::optional<std::string_view> version_id, const Revision& revision);

  // A version, and that it was the current one or was not, by one reading of bucket and key: what a
  // rule has judged. What it then asks for happens only if bucket and version are still the very
  // same entries, so that no write that came meanwhile is lost to a judgement it was no part of.
  // nullopt or false: something changed, and nothing was done.
  struct Judged {
    const Bucket& bucket;
    std::string_view key;
    const Object& version;
    bool current = false;
  };
  // Of a current object: what deleting its key does. A delete marker belongs to the bucket's owner.
  Result<std::optional<Removed>> expire(const Judged& judged, wire::Time now);
  // For good: a version that is not current, or a current delete marker with no version below it.
  Result<bool> erase(const Judged& judged);
  // Into that storage class. Returns the version as it is now.
  Result<std::optional<Object>> reclassify(const Judged& judged, std::string_view storage_class);

  Result<ListPage> list(const Bucket& bucket, const ListQuery& query) const;
  Result<VersionPage> list_versions(const Bucket& bucket, const VersionQuery& query) const;

  // Multipart uploads: uploads.cpp, upload_listing.cpp, completion.cpp.
  // `attributes`: those of the object to be, `initiator` among them.
  Result<Upload> create_upload(const Bucket& bucket, std::string_view key,
                               const ObjectAttributes& attributes, wire::Time now);
  // NoSuchUpload (UploadId), also for a text that is no id of ours or belongs to another key.
  Result<Upload> upload(const Bucket& bucket, std::string_view key, std::string_view id) const;
  // Replaces a part of that number. `attributes`: etag and checksum. NoSuchUpload when the upload
  // ended meanwhile.
  Result<Object> put_part(const Bucket& bucket, const Upload& upload, unsigned number,
                          const ObjectAttributes& attributes, Incoming body, wire::Time now);
  // Parts with a number greater than `after`.
  Result<PartPage> list_parts(const Bucket& bucket, const Upload& upload, unsigned after,
                              std::size_t parts_max) const;
  Result<UploadPage> list_uploads(const Bucket& bucket, const UploadQuery& query) const;
  // NoSuchUpload.
  Result<void> abort_upload(const Bucket& bucket, std::string_view key, std::string_view id);
  // The stored parts a client chose, in its order: InvalidPart (PartNumber, ETag, UploadId) when
  // one is missing or another, InvalidPartOrder, EntityTooSmall (all but the last).
  Result<std::vector<Part>> choose_parts(const Bucket& bucket, const Upload& upload,
                                         const std::vector<ChosenPart>& chosen) const;
  // The commit of a completion: the object becomes visible and upload and parts go, in one step.
  // `attributes` carry etag, checksum and parts. NoSuchUpload when another ended it meanwhile, or a
  // part was replaced (then InvalidPart); otherwise as put().
  Result<Stored> complete_upload(const Bucket& bucket, const Upload& upload,
                                 const std::vector<Part>& parts, const ObjectAttributes& attributes,
                                 const WriteConditions& conditions, wire::Time now);
  // What that upload became, while it is the current object: a client whose answer was lost asks
  // again. NoSuchUpload.
  Result<Object> completed_upload(const Bucket& bucket, std::string_view key,
                                  std::string_view id) const;

  // Erases what a process that died left behind: uploads of buckets that are gone, parts of uploads
  // that are gone. For whoever opens the Space; harmless at any time.
  Result<void> tidy();

 private:
  Result<Removed> remove_version(const Bucket& bucket, const Deletion& deletion);

  store::Space* space_;
  wire::Random* random_;
};

}  // namespace pail::model
