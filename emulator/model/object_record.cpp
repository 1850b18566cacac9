#include "emulator/model/object_record.hpp"

#include "emulator/store/record.hpp"

namespace pail::model {

std::string encode_object(const ObjectAttributes& attributes, std::uint64_t size,
                          std::string_view inline_body, wire::Time last_modified) {
  const auto microseconds = last_modified.time_since_epoch().count();
  store::RecordBuilder record(object_slot_count);
  record.set(object_etag, attributes.etag)
      .set_u64(object_size, size)
      .set_u64(object_last_modified, static_cast<std::uint64_t>(microseconds))
      .set(object_owner, attributes.owner)
      .set(object_storage_class, attributes.storage_class)
      .set(object_website_redirect, attributes.website_redirect)
      .set(object_checksum, attributes.checksum)
      .set_pairs(object_metadata, attributes.metadata)
      .set(object_body, inline_body);
  if (const auto algorithm = attributes.checksum_algorithm) {
    record.set(object_checksum_algorithm, wire::name(*algorithm));
  }
  for (std::size_t i = 0; i < system_header_count; ++i) {
    record.set(object_system_headers + i, attributes.system_headers[i]);
  }
  return record.build();
}

}  // namespace pail::model
