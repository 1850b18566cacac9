#include "emulator/archive/space_export.hpp"

#include <algorithm>

#include "emulator/archive/groups.hpp"
#include "emulator/archive/tar.hpp"
#include "wire/digest.hpp"

namespace pail::archive {
namespace {

class ArchiveSource final : public net::Source {
 public:
  ArchiveSource(std::unique_ptr<store::Cursor> cursor, Manifest about,
                std::shared_ptr<const void> owner)
      : owner_(std::move(owner)), groups_(std::move(cursor)), manifest_(std::move(about)) {}

  // Counts, and writes the manifest. Before everything else.
  wire::Result<void> measure();

  std::uint64_t size() const noexcept override { return size_; }
  wire::Result<wire::Bytes> next(std::size_t bytes_max) override;

 private:
  wire::Result<wire::Bytes> next_of_blob(std::size_t bytes_max);
  wire::Result<void> go_on();
  void begin_blob();
  void end_blob();
  void write_rows();
  void write_header(std::string name, std::uint64_t size);
  void pad(std::uint64_t size) { text_.append(tar_padding(size), '\0'); }

  std::shared_ptr<const void> owner_;  // goes last: of the Space that all else reads
  Groups groups_;
  Manifest manifest_;
  std::uint64_t size_ = 0;

  std::string text_;  // headers, rows and padding that are to be sent
  std::size_t text_sent_ = 0;
  Group group_;  // the one being sent
  std::size_t blobs_begun_ = 0;
  const store::Blob* blob_ = nullptr;  // the one being sent
  std::uint64_t blob_sent_ = 0;
  wire::Crc32c blob_crc_;
  std::vector<std::byte> scratch_;
  std::uint64_t entry_files_ = 0;  // written
  bool ended_ = false;
};

wire::Result<void> ArchiveSource::measure() {
  PAIL_TRY(Group group, groups_.next());
  while (!group.rows.empty()) {
    for (const store::BlobPtr& blob : group.new_blobs) size_ += tar_bytes(blob->size());
    size_ += tar_bytes(group.row_bytes);
    manifest_.entries += group.rows.size();
    manifest_.entry_files += 1;
    manifest_.blobs += group.new_blobs.size();
    manifest_.blob_bytes += group.blob_bytes;
    PAIL_TRY(group, groups_.next());
  }
  const std::string manifest = to_json(manifest_);
  write_header(std::string(manifest_name), manifest.size());
  text_ += manifest;
  pad(manifest.size());
  size_ += text_.size() + tar_end_bytes;
  groups_.rewind();
  PAIL_TRY(group_, groups_.next());
  return wire::ok();
}

wire::Result<wire::Bytes> ArchiveSource::next(std::size_t bytes_max) {
  for (;;) {
    if (text_sent_ < text_.size()) {
      const std::string_view piece = std::string_view(text_).substr(text_sent_, bytes_max);
      text_sent_ += piece.size();
      return wire::as_bytes(piece);
    }
    if (blob_ != nullptr && blob_sent_ < blob_->size()) return next_of_blob(bytes_max);
    if (ended_) return wire::Bytes{};
    text_.clear();
    text_sent_ = 0;
    PAIL_TRY(go_on());
  }
}

wire::Result<wire::Bytes> ArchiveSource::next_of_blob(std::size_t bytes_max) {
  PAIL_TRY(const wire::Bytes piece, blob_->read(blob_sent_, bytes_max, scratch_));
  // A body that ends before its time must not pass for a shorter one.
  if (piece.empty()) return wire::Errc::InternalError;
  blob_crc_.update(piece);
  blob_sent_ += piece.size();
  return piece;
}

// All that was begun is sent: what comes next.
wire::Result<void> ArchiveSource::go_on() {
  if (blob_ != nullptr) {
    end_blob();
  } else if (group_.rows.empty()) {
    text_.assign(tar_end_bytes, '\0');
    ended_ = true;
  } else if (blobs_begun_ < group_.new_blobs.size()) {
    begin_blob();
  } else {
    write_rows();
    PAIL_TRY(group_, groups_.next());
    blobs_begun_ = 0;
  }
  return wire::ok();
}

void ArchiveSource::begin_blob() {
  blob_ = group_.new_blobs[blobs_begun_++].get();
  blob_sent_ = 0;
  blob_crc_ = {};
  write_header(blob_name(groups_.blob(*blob_).number), blob_->size());
}

void ArchiveSource::end_blob() {
  groups_.set_crc(*blob_, blob_crc_.value());
  pad(blob_->size());
  blob_ = nullptr;
}

void ArchiveSource::write_rows() {
  write_header(entries_name(++entry_files_), group_.row_bytes);
  for (const auto& [key, entry] : group_.rows) {
    Row row{.key = key, .blobs = {}, .bytes = entry->text()};
    for (const store::BlobPtr& blob : entry->blobs()) row.blobs.push_back(groups_.blob(*blob));
    append_row(text_, row);
  }
  pad(group_.row_bytes);
}

void ArchiveSource::write_header(std::string name, std::uint64_t size) {
  text_ += tar_header({std::move(name), size}, manifest_.exported);
}

}  // namespace

wire::Result<std::unique_ptr<net::Source>> export_space(const store::Space& space, Manifest about,
                                                        std::shared_ptr<const void> owner) {
  PAIL_TRY(auto cursor, space.range());
  auto source =
      std::make_unique<ArchiveSource>(std::move(cursor), std::move(about), std::move(owner));
  PAIL_TRY(source->measure());
  return std::unique_ptr<net::Source>(std::move(source));
}

}  // namespace pail::archive
