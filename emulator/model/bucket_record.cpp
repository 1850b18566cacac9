#include "emulator/model/bucket_record.hpp"

#include <utility>

#include "emulator/store/record.hpp"

namespace pail::model {

namespace {

Versioning versioning_of(std::string_view document) noexcept {
  if (document == "Enabled") return Versioning::enabled;
  return document == "Suspended" ? Versioning::suspended : Versioning::unversioned;
}

}  // namespace

std::string_view Bucket::config(BucketConfig which) const noexcept {
  const auto record = store::RecordView::reopen(entry->text());  // decode_bucket() has opened it
  return record.get(bucket_config + static_cast<std::size_t>(which));
}

BucketDocuments documents_of(const Bucket& bucket) {
  BucketDocuments documents;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    documents[i] = bucket.config(static_cast<BucketConfig>(i));
  }
  return documents;
}

store::EntryPtr encode_bucket(const Bucket& bucket, const BucketDocuments& documents, Seal seal) {
  const auto created = bucket.created.time_since_epoch().count();
  store::RecordBuilder record(bucket_slot_count);
  record.set_u64(bucket_id, bucket.id)
      .set(bucket_owner, bucket.owner)
      .set(bucket_region, bucket.region)
      .set_u64(bucket_created, static_cast<std::uint64_t>(created))
      .set(bucket_sealed, seal == Seal::whole ? "1" : "");
  for (std::size_t i = 0; i < documents.size(); ++i) record.set(bucket_config + i, documents[i]);
  return store::make_entry(record.build());
}

Result<Bucket> decode_bucket(std::string_view name, store::EntryPtr entry) {
  PAIL_TRY(const auto record, store::RecordView::open(entry->text()));
  const auto created = static_cast<std::int64_t>(record.get_u64(bucket_created));
  return Bucket{.name = std::string(name),
                .id = record.get_u64(bucket_id),
                .owner = std::string(record.get(bucket_owner)),
                .region = std::string(record.get(bucket_region)),
                .created = wire::Time(std::chrono::microseconds(created)),
                .versioning = versioning_of(
                    record.get(bucket_config + static_cast<std::size_t>(BucketConfig::versioning))),
                .entry = std::move(entry)};
}

Result<Seal> seal_of(const store::Entry& entry) {
  PAIL_TRY(const auto record, store::RecordView::open(entry.text()));
  return record.get(bucket_sealed).empty() ? Seal::broken : Seal::whole;
}

}  // namespace pail::model
