#include "emulator/model/bucket_record.hpp"
#include "emulator/model/erase.hpp"
#include "emulator/model/rows.hpp"
#include "emulator/store/record.hpp"
#include "wire/limits.hpp"

namespace pail::model {
namespace {

using wire::Errc;
using wire::Error;

Error about(Errc code, std::string_view name) {
  return Error(code).with("BucketName", name);
}

store::EntryPtr encode_id(std::uint64_t id) {
  return store::make_entry(store::RecordBuilder(1).set_u64(0, id).build());
}

Result<std::uint64_t> next_id(const store::EntryPtr& last_id) {
  if (!last_id) return 1;
  PAIL_TRY(const auto record, store::RecordView::open(last_id->text()));
  return record.get_u64(0) + 1;
}

// TooManyBuckets when `owner` has as many as an account may. `id` is the one about to be given out:
// while that is small no account can have too many, and nothing needs counting.
Result<void> check_quota(const Model& model, std::string_view owner, std::uint64_t id) {
  if (id <= wire::limits::buckets_max) return wire::ok();
  PAIL_TRY(const BucketPage owned, model.list_buckets(owner, {}, {}, wire::limits::buckets_max));
  if (owned.buckets.size() >= wire::limits::buckets_max) return Errc::TooManyBuckets;
  return wire::ok();
}

Error taken(const Bucket& existing, std::string_view owner) {
  const bool yours = existing.owner == owner;
  return about(yours ? Errc::BucketAlreadyOwnedByYou : Errc::BucketAlreadyExists, existing.name);
}

Result<bool> holds_objects(const store::Space& space, const Bucket& bucket) {
  PAIL_TRY(const auto cursor, space.range());
  for (const RowFamily family : {RowFamily::objects, RowFamily::markers, RowFamily::older}) {
    const std::string rows = rows_of(family, bucket.id);
    cursor->seek(rows);
    if (cursor->valid() && cursor->key().starts_with(rows)) return true;
  }
  return false;
}

Error not_empty(const Bucket& bucket) {
  Error error = Errc::BucketNotEmpty;
  if (bucket.versioning != Versioning::unversioned) {
    error = Error(Errc::BucketNotEmpty,
                  "The bucket you tried to delete is not empty. "
                  "You must delete all versions in the bucket.");
  }
  return std::move(error).with("BucketName", bucket.name);
}

// The bucket with its row sealed: as it is when it has the seal, else by a swap. nullopt: lost it.
Result<std::optional<Bucket>> sealed(store::Space& space, Bucket bucket) {
  PAIL_TRY(const Seal seal, seal_of(*bucket.entry));
  if (seal == Seal::whole) return bucket;
  const store::EntryPtr row = encode_bucket(bucket, documents_of(bucket), Seal::whole);
  const store::Change change[] = {{bucket_row(bucket.name), bucket.entry, row}};
  PAIL_TRY(const bool done, space.swap(change));
  if (!done) return std::nullopt;
  bucket.entry = row;
  return bucket;
}

// Of the rows that start with `rows`, from `first` on.
template <class Wanted>
Result<BucketPage> page_of_buckets(const store::Space& space, const std::string& rows,
                                   const std::string& first, std::size_t buckets_max,
                                   Wanted is_wanted) {
  BucketPage page;
  PAIL_TRY(const auto cursor, space.range());
  for (cursor->seek(first); cursor->valid() && cursor->key().starts_with(rows); cursor->next()) {
    PAIL_TRY(Bucket bucket, decode_bucket(name_of_row(cursor->key()), cursor->entry()));
    if (!is_wanted(bucket)) continue;
    page.truncated = page.buckets.size() == buckets_max;
    if (page.truncated) break;
    page.buckets.push_back(std::move(bucket));
  }
  return page;
}

// Uploads do not keep a bucket, they vanish with it. Once it is gone nobody can find them, and what
// an error or a crash leaves here is left to tidy().
void erase_uploads(store::Space& space, std::uint64_t bucket_id) {
  for (const RowFamily family : {RowFamily::uploads, RowFamily::parts}) {
    static_cast<void>(erase_rows(space, rows_of(family, bucket_id)));
  }
}

}  // namespace

// The row with the last id is compared too. So ids are unique; and as every creation moves that
// row, none can slip in between the count of the quota and the swap.
Result<Bucket> Model::create_bucket(std::string_view name, std::string_view owner,
                                    std::string_view region, wire::Time now,
                                    const BucketDocuments& documents) {
  if (!is_valid_bucket_name(name)) return about(Errc::InvalidBucketName, name);
  const std::string row = bucket_row(name);
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(const store::EntryPtr last_id, space_->read(last_bucket_id_row));
    PAIL_TRY(store::EntryPtr existing, space_->read(row));
    if (existing) {
      PAIL_TRY(const Bucket bucket, decode_bucket(name, std::move(existing)));
      return taken(bucket, owner);
    }
    PAIL_TRY(const std::uint64_t id, next_id(last_id));
    PAIL_TRY(check_quota(*this, owner, id));
    Bucket bucket{std::string(name), id, std::string(owner), std::string(region), now};
    bucket.entry = encode_bucket(bucket, documents, Seal::broken);
    const store::Change changes[] = {{std::string(last_bucket_id_row), last_id, encode_id(id)},
                                     {row, nullptr, bucket.entry}};
    PAIL_TRY(const bool done, space_->swap(changes));
    if (done) return bucket;
  }
  return Errc::OperationAborted;
}

Result<Bucket> Model::bucket(std::string_view name) const {
  PAIL_TRY(store::EntryPtr entry, space_->read(bucket_row(name)));
  if (!entry) return about(Errc::NoSuchBucket, name);
  return decode_bucket(name, std::move(entry));
}

// A PUT that was acknowledged must not vanish with its bucket, and looking for objects and removing
// the bucket's row are two steps. What closes the gap:
//
//   1. Seal the row, or find it sealed. A PUT compares the bucket's row in its swap, so one that
//      read the row before the seal loses, reads again and meets the seal.
//   2. Look for objects. Whatever was committed before the seal is seen here.
//   3. Erase the row, if it is still the very one of step 1.
//
// Between 1 and 3 a PUT can be committed only by replacing the sealed row (commit.cpp), and then 3
// loses its compare and all begins again: this time 2 sees the object. Rows are compared by
// identity and we hold the one of step 1, so an equal one put there later is not mistaken for it.
//
// A seal left behind, by a refusal or by a process that died in between, says nothing untrue and
// binds nobody: the next PUT breaks it, the next deletion uses it. Two deletions share one seal;
// one erases the row, the other finds no bucket. Nobody ever waits for anybody.
Result<void> Model::delete_bucket(std::string_view name) {
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(Bucket found, bucket(name));
    PAIL_TRY(const auto closing, sealed(*space_, std::move(found)));
    if (!closing) continue;
    PAIL_TRY(const bool occupied, holds_objects(*space_, *closing));
    if (occupied) return not_empty(*closing);
    const store::Change change[] = {{bucket_row(name), closing->entry, nullptr}};
    PAIL_TRY(const bool done, space_->swap(change));
    if (!done) continue;
    erase_uploads(*space_, closing->id);
    return wire::ok();
  }
  return Errc::OperationAborted;
}

Result<std::optional<Bucket>> Model::configure_unchanged(const Bucket& bucket, BucketConfig which,
                                                         std::string_view document) {
  BucketDocuments documents = documents_of(bucket);
  documents[static_cast<std::size_t>(which)] = document;
  PAIL_TRY(const Seal seal, seal_of(*bucket.entry));
  const store::EntryPtr row = encode_bucket(bucket, documents, seal);
  const store::Change change[] = {{bucket_row(bucket.name), bucket.entry, row}};
  PAIL_TRY(const bool done, space_->swap(change));
  if (!done) return std::nullopt;
  PAIL_TRY(Bucket configured, decode_bucket(bucket.name, row));
  return configured;
}

Result<Bucket> Model::configure(const Bucket& bucket, BucketConfig which,
                                std::string_view document) {
  for (int attempt = 0; attempt < swap_attempts_max; ++attempt) {
    PAIL_TRY(const Bucket current, this->bucket(bucket.name));
    if (current.id != bucket.id) return about(Errc::NoSuchBucket, bucket.name);
    PAIL_TRY(auto configured, configure_unchanged(current, which, document));
    if (configured) return std::move(*configured);
  }
  return Errc::OperationAborted;
}

Result<BucketPage> Model::list_buckets(std::string_view owner, std::string_view prefix,
                                       std::string_view after, std::size_t buckets_max) const {
  const std::string rows = bucket_row(prefix);
  const std::string first = after < prefix || after.empty() ? rows : behind(bucket_row(after));
  const auto is_owned = [&](const Bucket& bucket) { return bucket.owner == owner; };
  return page_of_buckets(*space_, rows, first, buckets_max, is_owned);
}

Result<BucketPage> Model::every_bucket(std::string_view after, std::size_t buckets_max) const {
  const std::string rows = bucket_row({});
  const std::string first = after.empty() ? rows : behind(bucket_row(after));
  return page_of_buckets(*space_, rows, first, buckets_max, [](const Bucket&) { return true; });
}

}  // namespace pail::model
