#include "emulator/archive/space_import.hpp"

namespace pail::archive {

wire::Result<void> SpaceImport::begin(const TarMember& member) {
  if (!manifest_) {
    if (member.name != manifest_name || member.size > manifest_bytes_max) {
      return damaged("it does not begin with " + std::string(manifest_name));
    }
    inside_ = Inside::manifest;
    return wire::ok();
  }
  if (member.name == blob_name(blobs_.size() + 1)) return begin_blob();
  if (member.name == entries_name(entry_files_ + 1)) {
    inside_ = Inside::rows;
    return wire::ok();
  }
  return damaged("'" + member.name + "' is not what comes next in it");
}

wire::Result<void> SpaceImport::begin_blob() {
  inside_ = Inside::blob;
  blob_crc_ = {};
  PAIL_TRY(blob_, space_->new_blob());
  return wire::ok();
}

wire::Result<void> SpaceImport::piece(wire::Bytes bytes) {
  if (inside_ == Inside::blob) {
    blob_crc_.update(bytes);
    blob_bytes_ += bytes.size();
    return blob_->write(bytes);
  }
  text_.append(wire::as_text(bytes));
  return inside_ == Inside::rows ? take_rows() : wire::ok();
}

wire::Result<void> SpaceImport::end() {
  if (inside_ == Inside::blob) return end_blob();
  if (inside_ == Inside::manifest) {
    PAIL_TRY(manifest_, parse_manifest(text_));
    text_.clear();
    return wire::ok();
  }
  if (!text_.empty()) return damaged("a file of entries ends amid one");
  ++entry_files_;
  return swap_in();
}

wire::Result<void> SpaceImport::end_blob() {
  PAIL_TRY(store::BlobPtr stored, blob_->close());
  blob_.reset();
  blobs_.push_back({std::move(stored), blob_crc_.value()});
  return wire::ok();
}

wire::Result<void> SpaceImport::take_rows() {
  std::size_t taken = 0;
  while (text_.size() - taken >= row_length_bytes) {
    const std::string_view rest = std::string_view(text_).substr(taken);
    PAIL_TRY(const std::size_t size, row_size_of(rest));
    if (rest.size() < size) break;
    PAIL_TRY(take_row(rest.substr(0, size)));
    taken += size;
  }
  text_.erase(0, taken);
  return wire::ok();
}

wire::Result<void> SpaceImport::take_row(std::string_view text) {
  PAIL_TRY(const Row row, read_row(text));
  if (entries_ > 0 && row.key <= last_key_) return damaged("its entries are not in order");
  std::vector<store::BlobPtr> blobs;
  for (const BlobRef& named : row.blobs) {
    PAIL_TRY(store::BlobPtr found, blob(named));
    blobs.push_back(std::move(found));
  }
  last_key_ = row.key;
  ++entries_;
  changes_.push_back(
      {.key = last_key_, .expected = nullptr, .replacement = store::make_entry(row.bytes, blobs)});
  changes_bytes_ += text.size();
  if (changes_.size() >= group_rows_max || changes_bytes_ >= group_row_bytes_max) return swap_in();
  return wire::ok();
}

wire::Result<store::BlobPtr> SpaceImport::blob(const BlobRef& named) const {
  if (named.number == 0 || named.number > blobs_.size()) {
    return damaged("an entry names a body that is not there");
  }
  const StoredBlob& stored = blobs_[static_cast<std::size_t>(named.number - 1)];
  if (stored.crc == named.crc) return stored.blob;
  return damaged(blob_name(named.number) + " does not have the checksum its entry says");
}

wire::Result<void> SpaceImport::swap_in() {
  if (changes_.empty()) return wire::ok();
  PAIL_TRY(const bool swapped, space_->swap(changes_));
  if (!swapped) return wire::Errc::InternalError;  // somebody else writes into this Space
  changes_.clear();
  changes_bytes_ = 0;
  return wire::ok();
}

wire::Result<void> SpaceImport::finish() {
  PAIL_TRY(tar_.finish());
  if (!manifest_) return damaged("it is empty");
  if (entries_ == manifest_->entries && entry_files_ == manifest_->entry_files &&
      blobs_.size() == manifest_->blobs && blob_bytes_ == manifest_->blob_bytes) {
    return wire::ok();
  }
  return damaged("it does not hold as much as " + std::string(manifest_name) + " says");
}

}  // namespace pail::archive
