#include "emulator/model/object_record.hpp"

#include "emulator/model/little_endian.hpp"
#include "emulator/model/version.hpp"
#include "emulator/store/record.hpp"

namespace pail::model {
namespace {

void set_system_headers(store::RecordBuilder& record, const ObjectAttributes& attributes) {
  for (std::size_t i = 0; i < system_header_count; ++i) {
    record.set(object_system_headers + i, attributes.system_headers[i]);
  }
}

void set_parts(store::RecordBuilder& record, const std::vector<ObjectPart>& parts) {
  if (parts.empty()) return;
  Pairs pairs;
  pairs.reserve(parts.size());
  for (const ObjectPart& part : parts) {
    std::string head;
    append_little_endian(head, std::uint32_t(part.number));
    append_little_endian(head, part.size);
    pairs.emplace_back(std::move(head), part.checksum);
  }
  record.set_pairs(object_parts, pairs);
}

void set_stamp(store::RecordBuilder& record, const VersionStamp& stamp) {
  const auto microseconds = stamp.last_modified.time_since_epoch().count();
  record.set_u64(object_last_modified, static_cast<std::uint64_t>(microseconds))
      .set_u64(object_sequence, stamp.sequence)
      .set(object_version_id, stamp.version_id == null_version ? "" : stamp.version_id)
      .set(object_delete_marker, stamp.delete_marker ? "1" : "");
}

}  // namespace

StoredBody StoredBody::of(const Object& object) {
  const store::Entry& entry = *object.entry();
  return {object.size(),
          std::string(object.pieces()),
          std::string(wire::as_text(object.inline_body())),
          {entry.blobs().begin(), entry.blobs().end()}};
}

store::EntryPtr encode_object(const ObjectAttributes& attributes, const StoredBody& body,
                              const VersionStamp& stamp) {
  store::RecordBuilder record(object_slot_count);
  record.set(object_etag, attributes.etag)
      .set_u64(object_size, body.size)
      .set(object_owner, attributes.owner)
      .set(object_storage_class, attributes.storage_class)
      .set(object_website_redirect, attributes.website_redirect)
      .set(object_checksum, attributes.checksum)
      .set(object_checksum_type,
           attributes.checksum_type == ChecksumType::composite ? "COMPOSITE" : "")
      .set_pairs(object_metadata, attributes.metadata)
      .set_pairs(object_tags, attributes.tags)
      .set(object_acl, attributes.acl)
      .set(object_initiator, attributes.initiator)
      .set(object_upload_id, attributes.upload_id)
      .set(object_pieces, body.pieces)
      .set(object_body, body.inline_body);
  if (const auto algorithm = attributes.checksum_algorithm) {
    record.set(object_checksum_algorithm, wire::name(*algorithm));
  }
  set_system_headers(record, attributes);
  set_parts(record, attributes.parts);
  set_stamp(record, stamp);
  return store::make_entry(record.build(), body.blobs);
}

store::EntryPtr encode_again(const Object& version, const ObjectAttributes& attributes) {
  return encode_object(attributes, StoredBody::of(version),
                       {version.last_modified(), version.sequence(), version.version_id()});
}

}  // namespace pail::model
