#include "emulator/model/object.hpp"

#include "emulator/model/little_endian.hpp"
#include "emulator/model/object_record.hpp"
#include "emulator/model/version.hpp"

namespace pail::model {

std::string_view header_name(SystemHeader header) noexcept {
  static constexpr std::string_view names[system_header_count] = {
      "Cache-Control",    "Content-Disposition", "Content-Encoding",
      "Content-Language", "Content-Type",        "Expires"};
  return names[static_cast<std::size_t>(header)];
}

Result<Object> Object::open(store::EntryPtr entry) {
  PAIL_TRY(const auto record, store::RecordView::open(entry->text()));
  Object object(std::move(entry), record);
  if (object.stored_size() != object.size()) return wire::Errc::InternalError;
  if (!object.has_whole_pieces()) return wire::Errc::InternalError;
  return object;
}

std::uint64_t Object::stored_size() const noexcept {
  std::uint64_t size = record_.get(object_body).size();
  for (const store::BlobPtr& blob : entry_->blobs()) size += blob->size();
  return size;
}

// What BodyReader relies on: as many pieces in blobs as there are blobs, inline ones no longer than
// the slot.
bool Object::has_whole_pieces() const noexcept {
  std::string_view left = pieces();
  if (left.empty()) return entry_->blobs().size() <= 1;
  std::uint64_t size = 0;
  std::uint64_t inline_size = 0;
  std::size_t blobs = 0;
  for (; left.size() >= piece_bytes; left.remove_prefix(piece_bytes)) {
    const auto bytes = read_little_endian<std::uint64_t>(left);
    const bool blob = left[piece_bytes - 1] == in_blob;
    size += bytes;
    if (blob && blobs < entry_->blobs().size() && entry_->blobs()[blobs]->size() != bytes)
      return false;
    if (blob) ++blobs;
    if (!blob) inline_size += bytes;
  }
  return left.empty() && size == this->size() && blobs == entry_->blobs().size() &&
         inline_size == inline_body().size();
}

std::string_view Object::etag() const noexcept {
  return record_.get(object_etag);
}

std::uint64_t Object::size() const noexcept {
  return record_.get_u64(object_size);
}

wire::Time Object::last_modified() const noexcept {
  const auto microseconds = static_cast<std::int64_t>(record_.get_u64(object_last_modified));
  return wire::Time(std::chrono::microseconds(microseconds));
}

std::string_view Object::system_header(SystemHeader header) const noexcept {
  return record_.get(object_system_headers + static_cast<std::size_t>(header));
}

std::string_view Object::storage_class() const noexcept {
  return record_.get(object_storage_class);
}

std::string_view Object::website_redirect() const noexcept {
  return record_.get(object_website_redirect);
}

std::string_view Object::owner() const noexcept {
  return record_.get(object_owner);
}

std::optional<wire::ChecksumAlgorithm> Object::checksum_algorithm() const noexcept {
  return wire::checksum_from_name(record_.get(object_checksum_algorithm));
}

std::string_view Object::checksum() const noexcept {
  return record_.get(object_checksum);
}

ChecksumType Object::checksum_type() const noexcept {
  return record_.get(object_checksum_type).empty() ? ChecksumType::full_object
                                                   : ChecksumType::composite;
}

std::string_view Object::initiator() const noexcept {
  return record_.get(object_initiator);
}

std::string_view Object::upload_id() const noexcept {
  return record_.get(object_upload_id);
}

std::string_view Object::acl() const noexcept {
  return record_.get(object_acl);
}

std::string_view Object::version_id() const noexcept {
  const std::string_view id = record_.get(object_version_id);
  return id.empty() ? null_version : id;
}

bool Object::is_delete_marker() const noexcept {
  return !record_.get(object_delete_marker).empty();
}

std::uint64_t Object::sequence() const noexcept {
  return record_.get_u64(object_sequence);
}

Object::PairViews Object::metadata() const {
  return pairs_of(object_metadata);
}

Object::PairViews Object::tags() const {
  return pairs_of(object_tags);
}

Object::PairViews Object::pairs_of(std::size_t slot) const {
  PairViews pairs;
  record_.each_pair(slot, [&pairs](std::string_view name, std::string_view value) {
    pairs.emplace_back(name, value);
  });
  return pairs;
}

std::size_t Object::tag_count() const noexcept {
  std::size_t count = 0;
  record_.each_pair(object_tags, [&count](std::string_view, std::string_view) { ++count; });
  return count;
}

std::vector<ObjectPart> Object::parts() const {
  std::vector<ObjectPart> parts;
  record_.each_pair(object_parts, [&parts](std::string_view head, std::string_view checksum) {
    if (head.size() != sizeof(std::uint32_t) + sizeof(std::uint64_t)) return;
    parts.push_back({read_little_endian<std::uint32_t>(head),
                     read_little_endian<std::uint64_t>(head.substr(sizeof(std::uint32_t))),
                     std::string(checksum)});
  });
  return parts;
}

ObjectAttributes Object::attributes() const {
  ObjectAttributes attributes;
  for (std::size_t i = 0; i < system_header_count; ++i) {
    attributes.system_headers[i] = record_.get(object_system_headers + i);
  }
  const PairViews metadata_views = metadata();
  const PairViews tag_views = tags();
  attributes.metadata.assign(metadata_views.begin(), metadata_views.end());
  attributes.tags.assign(tag_views.begin(), tag_views.end());
  attributes.acl = acl();
  attributes.storage_class = storage_class();
  attributes.website_redirect = website_redirect();
  attributes.owner = owner();
  attributes.initiator = initiator();
  attributes.upload_id = upload_id();
  attributes.checksum_algorithm = checksum_algorithm();
  attributes.checksum = checksum();
  attributes.checksum_type = checksum_type();
  attributes.etag = etag();
  attributes.parts = parts();
  return attributes;
}

std::string_view Object::pieces() const noexcept {
  return record_.get(object_pieces);
}

Bytes Object::inline_body() const noexcept {
  return wire::as_bytes(record_.get(object_body));
}

}  // namespace pail::model
