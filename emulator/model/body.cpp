#include "emulator/model/body.hpp"

#include <algorithm>

#include "emulator/model/little_endian.hpp"
#include "emulator/model/object.hpp"
#include "emulator/model/object_record.hpp"

namespace pail::model {
namespace {

void append_piece(std::string& pieces, std::uint64_t size, bool blob) {
  append_little_endian(pieces, size);
  pieces += blob ? in_blob : '\0';
}

}  // namespace

BodyReader::BodyReader(const Object& object, std::uint64_t offset, std::uint64_t length)
    : entry_(object.entry()),
      pieces_(object.pieces()),
      inline_body_(object.inline_body()),
      left_(length),
      length_(length) {
  if (pieces_.empty()) {
    if (!entry_->blobs().empty()) blob_ = entry_->blobs().front().get();
    inline_piece_ = inline_body_;
    piece_left_ = object.size();
  }
  while (offset > piece_left_ && !pieces_.empty()) {
    offset -= piece_left_;
    begin_piece();
  }
  position_ = offset;
  piece_left_ -= offset;
}

void BodyReader::begin_piece() {
  const auto size = read_little_endian<std::uint64_t>(pieces_);
  blob_ = nullptr;
  if (pieces_[piece_bytes - 1] == in_blob) {
    blob_ = entry_->blobs()[blobs_begun_++].get();
  } else {
    inline_piece_ = inline_body_.first(static_cast<std::size_t>(size));
    inline_body_ = inline_body_.subspan(static_cast<std::size_t>(size));
  }
  pieces_.remove_prefix(piece_bytes);
  position_ = 0;
  piece_left_ = size;
}

Result<Bytes> BodyReader::next(std::size_t bytes_max) {
  if (left_ == 0 || bytes_max == 0) return Bytes{};
  const std::size_t length = wanted(bytes_max);
  if (blob_ != nullptr) return taken(blob_->read(position_, length, scratch_));
  return taken(inline_piece_.subspan(static_cast<std::size_t>(position_), length));
}

std::optional<Result<Bytes>> BodyReader::next_at_once(std::size_t bytes_max) {
  if (left_ == 0 || bytes_max == 0) return Result<Bytes>(Bytes{});
  const std::size_t length = wanted(bytes_max);
  if (blob_ == nullptr) {
    return taken(inline_piece_.subspan(static_cast<std::size_t>(position_), length));
  }
  const std::optional<Result<Bytes>> piece = blob_->read_at_once(position_, length, scratch_);
  if (!piece) return std::nullopt;
  return taken(*piece);
}

// How much of the piece being read; begins the next one where that is over.
std::size_t BodyReader::wanted(std::size_t bytes_max) {
  while (piece_left_ == 0 && !pieces_.empty()) begin_piece();
  return static_cast<std::size_t>(std::min<std::uint64_t>({left_, piece_left_, bytes_max}));
}

Result<Bytes> BodyReader::taken(const Result<Bytes>& piece) {
  PAIL_TRY(const Bytes bytes, piece);
  // A body that ends before its record says so must not pass for a shorter one.
  if (bytes.empty()) return wire::Errc::InternalError;
  position_ += bytes.size();
  piece_left_ -= bytes.size();
  left_ -= bytes.size();
  return bytes;
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

void Incoming::share(const Object& whole) {
  if (!shared_) shared_ = std::make_unique<Shared>();
  const auto& blobs = whole.entry()->blobs();
  if (whole.pieces().empty()) {
    append_piece(shared_->pieces, whole.size(), !blobs.empty());
  } else {
    shared_->pieces.append(whole.pieces());
  }
  shared_->blobs.insert(shared_->blobs.end(), blobs.begin(), blobs.end());
  small_.append(wire::as_text(whole.inline_body()));
  size_ += whole.size();
}

Result<StoredBody> Incoming::close() && {
  StoredBody body{.size = size_, .pieces = {}, .inline_body = std::move(small_), .blobs = {}};
  if (shared_) {
    if (shared_->pieces.size() > piece_bytes) body.pieces = std::move(shared_->pieces);
    body.blobs = std::move(shared_->blobs);
  } else if (large_) {
    PAIL_TRY(store::BlobPtr blob, large_->close());
    body.blobs.push_back(std::move(blob));
  }
  return body;
}

}  // namespace pail::model
