#include "emulator/seed/body.hpp"

#include <algorithm>

#include "wire/digest.hpp"

namespace pail::emulator::seed {
namespace {

// A multiple of what the generator gives at a time.
constexpr std::size_t piece_bytes = 256 * 1024;

}  // namespace

BodyReader::BodyReader(const Body& body) : body_(&body), generator_(body.drawn_from.value_or(0)) {
  if (!body.file.empty()) file_.open(body.file, std::ios::binary);
}

wire::Result<wire::Bytes> BodyReader::next() {
  const auto bytes =
      static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, body_->size - sent_));
  if (bytes == 0) return wire::Bytes{};
  const std::uint64_t begin = sent_;
  sent_ += bytes;
  if (!body_->file.empty()) return next_of_file(bytes);
  if (body_->drawn_from) return next_drawn(bytes);
  return wire::as_bytes(
      std::string_view(body_->text).substr(static_cast<std::size_t>(begin), bytes));
}

wire::Result<wire::Bytes> BodyReader::next_of_file(std::size_t bytes) {
  buffer_.resize(bytes);
  if (!file_.read(buffer_.data(), static_cast<std::streamsize>(bytes))) {
    return wire::Error(wire::Errc::InvalidArgument,
                       "the file " + body_->file.string() + " cannot be read to its end");
  }
  return wire::as_bytes(buffer_);
}

wire::Bytes BodyReader::next_drawn(std::size_t bytes) {
  buffer_.clear();
  while (buffer_.size() < bytes) {
    const std::uint64_t drawn = generator_.next();
    for (unsigned shift = 0; shift < 64; shift += 8) buffer_ += static_cast<char>(drawn >> shift);
  }
  return wire::as_bytes(std::string_view(buffer_).substr(0, bytes));
}

wire::Result<std::string> md5_of(const Body& body) {
  wire::Md5 md5;
  BodyReader reader(body);
  PAIL_TRY(wire::Bytes piece, reader.next());
  while (!piece.empty()) {
    md5.update(piece);
    PAIL_TRY(piece, reader.next());
  }
  return wire::to_hex(md5.finish());
}

}  // namespace pail::emulator::seed
