#include "emulator/objects/copied_body.hpp"

#include "emulator/documents/object_facts.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"

namespace pail::emulator::objects {
namespace {

// Ours: enough that a blob's reads cost nothing beside its digests, and nothing beside a request's
// other memory.
constexpr std::size_t piece_bytes_max = std::size_t{1} << 20;

template <class Sink>
Result<void> each_piece(model::BodyReader reader, Sink&& sink) {
  for (;;) {
    PAIL_TRY(const model::Bytes piece, reader.next(piece_bytes_max));
    if (piece.empty()) return wire::ok();
    PAIL_TRY(sink(piece));
  }
}

// An ETag of parts is none of the content.
bool keeps_etag(const model::Object& source) {
  return source.etag().find('-') == std::string_view::npos;
}

bool keeps_checksum(const model::Object& source, wire::ChecksumAlgorithm algorithm) {
  return source.checksum_algorithm() == algorithm &&
         source.checksum_type() == model::ChecksumType::full_object;
}

}  // namespace

Result<CopiedBody> copy_whole(const Call& call, const model::Object& source,
                              wire::ChecksumAlgorithm algorithm) {
  CopiedBody copy{call.model.incoming(), std::string(source.etag()),
                  std::string(source.checksum())};
  copy.bytes.share(source);
  const bool same_etag = keeps_etag(source);
  const bool same_checksum = keeps_checksum(source, algorithm);
  if (same_etag && same_checksum) return copy;
  wire::Md5 md5;
  wire::Checksum checksum(algorithm);
  PAIL_TRY(each_piece(source.read(0, source.size()), [&](model::Bytes piece) -> Result<void> {
    if (!same_etag) md5.update(piece);
    if (!same_checksum) checksum.update(piece);
    return wire::ok();
  }));
  if (!same_etag) copy.etag = wire::to_hex(md5.finish());
  if (!same_checksum) copy.checksum = checksum.base64();
  return copy;
}

Result<CopiedBody> copy_range(const Call& call, const model::Object& source, std::uint64_t first,
                              std::uint64_t length, wire::ChecksumAlgorithm algorithm) {
  if (first == 0 && length == source.size()) return copy_whole(call, source, algorithm);
  CopiedBody copy{call.model.incoming(), {}, {}};
  wire::Md5 md5;
  wire::Checksum checksum(algorithm);
  PAIL_TRY(each_piece(source.read(first, length), [&](model::Bytes piece) -> Result<void> {
    md5.update(piece);
    checksum.update(piece);
    return copy.bytes.write(piece);
  }));
  copy.etag = wire::to_hex(md5.finish());
  copy.checksum = checksum.base64();
  return copy;
}

void write_copied(wire::XmlWriter& xml, const model::Object& copy) {
  xml.element("LastModified", wire::format_iso_milliseconds(copy.last_modified()))
      .element("ETag", documents::quoted_etag(copy.etag()));
  if (const auto algorithm = copy.checksum_algorithm()) {
    xml.element("Checksum" + std::string(wire::name(*algorithm)), copy.checksum());
  }
}

}  // namespace pail::emulator::objects
