#include "emulator/model/object.hpp"

#include <algorithm>

#include "emulator/model/object_record.hpp"

namespace pail::model {

std::string_view header_name(SystemHeader header) noexcept {
  static constexpr std::string_view names[system_header_count] = {
      "Cache-Control",    "Content-Disposition", "Content-Encoding",
      "Content-Language", "Content-Type",        "Expires"};
  return names[static_cast<std::size_t>(header)];
}

BodyReader::BodyReader(store::EntryPtr entry, Bytes inline_body, std::uint64_t offset,
                       std::uint64_t length)
    : entry_(std::move(entry)),
      inline_body_(inline_body),
      position_(offset),
      left_(length),
      length_(length) {}

Result<Bytes> BodyReader::next(std::size_t bytes_max) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes_max));
  if (wanted == 0) return Bytes{};
  PAIL_TRY(const Bytes piece, piece_of(wanted));
  // A body that ends before its record says so must not pass for a shorter one.
  if (piece.empty()) return wire::Errc::InternalError;
  position_ += piece.size();
  left_ -= piece.size();
  return piece;
}

Result<Bytes> BodyReader::piece_of(std::size_t bytes_max) {
  if (!entry_->blobs().empty()) {
    return entry_->blobs().front()->read(position_, bytes_max, scratch_);
  }
  return inline_body_.subspan(static_cast<std::size_t>(position_), bytes_max);
}

Result<Object> Object::open(store::EntryPtr entry) {
  PAIL_TRY(const auto record, store::RecordView::open(entry->text()));
  Object object(std::move(entry), record);
  if (object.stored_size() != object.size()) return wire::Errc::InternalError;
  return object;
}

std::uint64_t Object::stored_size() const noexcept {
  const auto& blobs = entry_->blobs();
  return blobs.empty() ? record_.get(object_body).size() : blobs.front()->size();
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

std::vector<std::pair<std::string_view, std::string_view>> Object::metadata() const {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  record_.each_pair(object_metadata, [&pairs](std::string_view name, std::string_view value) {
    pairs.emplace_back(name, value);
  });
  return pairs;
}

BodyReader Object::read(std::uint64_t offset, std::uint64_t length) const {
  return {entry_, wire::as_bytes(record_.get(object_body)), offset, length};
}

Result<void> Incoming::write(Bytes piece) {
  if (!large_ && small_.size() + piece.size() <= space_->inline_bytes_max()) {
    small_.append(wire::as_text(piece));
  } else {
    PAIL_TRY(outgrow());
    PAIL_TRY(large_->write(piece));
  }
  size_ += piece.size();
  return wire::ok();
}

Result<void> Incoming::outgrow() {
  if (large_) return wire::ok();
  PAIL_TRY(auto blob, space_->new_blob());
  PAIL_TRY(blob->write(wire::as_bytes(small_)));
  large_ = std::move(blob);
  small_ = std::string();  // gives the memory back, as clear() would not
  return wire::ok();
}

Result<store::EntryPtr> Incoming::close(const ObjectAttributes& attributes, wire::Time now) && {
  const std::string record = encode_object(attributes, size_, small_, now);
  if (!large_) return store::make_entry(record);
  PAIL_TRY(store::BlobPtr blob, large_->close());
  return store::make_entry(record, {std::move(blob)});
}

}  // namespace pail::model
