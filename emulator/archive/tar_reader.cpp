#include "emulator/archive/tar_reader.hpp"

#include <algorithm>

#include "emulator/archive/format.hpp"

namespace pail::archive {
namespace {

constexpr unsigned zero_blocks_at_the_end = tar_end_bytes / tar_block_bytes;

bool all_zero(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '\0'; });
}

}  // namespace

wire::Result<void> TarReader::write(wire::Bytes piece) {
  while (!piece.empty()) {
    PAIL_TRY(const std::size_t taken, take(piece));
    piece = piece.subspan(taken);
  }
  return wire::ok();
}

wire::Result<std::size_t> TarReader::take(wire::Bytes piece) {
  if (body_left_ > 0) return take_body(piece);
  if (padding_left_ > 0) {
    const auto taken =
        static_cast<std::size_t>(std::min<std::uint64_t>(padding_left_, piece.size()));
    if (!all_zero(wire::as_text(piece.first(taken)))) return damaged("its padding is damaged");
    padding_left_ -= taken;
    return taken;
  }
  const std::size_t taken = std::min(tar_block_bytes - block_.size(), piece.size());
  block_.append(wire::as_text(piece.first(taken)));
  if (block_.size() == tar_block_bytes) {
    PAIL_TRY(block_is_whole());
    block_.clear();
  }
  return taken;
}

wire::Result<std::size_t> TarReader::take_body(wire::Bytes piece) {
  const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(body_left_, piece.size()));
  PAIL_TRY(sink_->piece(piece.first(taken)));
  body_left_ -= taken;
  if (body_left_ == 0) {
    PAIL_TRY(sink_->end());
  }
  return taken;
}

wire::Result<void> TarReader::block_is_whole() {
  if (all_zero(block_)) {
    ++zero_blocks_;
    return wire::ok();
  }
  if (zero_blocks_ > 0) return damaged("something stands behind its end");
  PAIL_TRY(const TarMember member, read_tar_header(block_));
  PAIL_TRY(sink_->begin(member));
  body_left_ = member.size;
  padding_left_ = tar_padding(member.size);
  if (member.size == 0) return sink_->end();
  return wire::ok();
}

wire::Result<void> TarReader::finish() const {
  if (zero_blocks_ >= zero_blocks_at_the_end && block_.empty()) return wire::ok();
  return damaged("it is cut short");
}

}  // namespace pail::archive
