// UploadPartCopy: a part made of an object, or of a range of one. Spec: shared/spec/semantics.md
// §8 and §9.
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/copied_body.hpp"
#include "emulator/objects/copy_source.hpp"
#include "emulator/objects/part_request.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view range_header = "x-amz-copy-source-range";

struct Range {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

// "bytes=first-last", both ends and nothing else.
Result<Range> parse_range(std::string_view text) {
  constexpr std::string_view unit = "bytes=";
  const std::size_t dash = std::min(text.find('-'), text.size());
  if (text.starts_with(unit) && dash < text.size()) {
    const auto first = wire::parse_unsigned(text.substr(unit.size(), dash - unit.size()));
    const auto last = wire::parse_unsigned(text.substr(dash + 1));
    const bool in_order = first && last && *first <= *last && *last != UINT64_MAX;
    if (in_order) return Range{*first, *last - *first + 1};
  }
  return invalid_argument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last "
      "are the zero-based offsets of the first and last bytes to copy",
      range_header, text);
}

Result<Range> wanted_range(const wire::Headers& headers, std::uint64_t size) {
  const auto text = headers.find(range_header);
  if (!text) return Range{0, size};
  PAIL_TRY(const Range range, parse_range(*text));
  if (range.first >= size) {
    return Error(Errc::InvalidRequest,
                 "The specified copy range is invalid for the source object size");
  }
  if (range.first + range.length <= size) return range;
  return invalid_argument(
      "Range specified is not valid for source object of size: " + std::to_string(size),
      range_header, *text);
}

Reply answer(const objects::SourceObject& from, const model::Object& part) {
  wire::XmlWriter xml;
  xml.open("CopyPartResult", wire::s3_namespace);
  objects::write_copied(xml, part);
  xml.close();
  Reply reply = xml_reply(xml.take());
  objects::write_source_version(reply.fields, from);
  reply.fields.add("x-amz-server-side-encryption", "AES256");
  return reply;
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const objects::PartRequest wanted, objects::find_part(call));
  PAIL_TRY(const objects::SourceObject from, objects::find_copy_source(call));
  PAIL_TRY(const Range range, wanted_range(call.headers, from.object.size()));
  PAIL_TRY(objects::check_copy_size(range.length));
  model::ObjectAttributes attributes;
  attributes.checksum_algorithm = objects::part_algorithm(wanted.upload);
  PAIL_TRY(objects::CopiedBody body,
           objects::copy_range(call, from.object, range.first, range.length,
                               *attributes.checksum_algorithm));
  attributes.etag = std::move(body.etag);
  attributes.checksum = std::move(body.checksum);
  PAIL_TRY(const model::Object part,
           call.model.put_part(*call.bucket, wanted.upload, wanted.number, attributes,
                               std::move(body.bytes), call.now));
  return Begin(answer(from, part));
}

}  // namespace

extern const Operation upload_part_copy;
const Operation upload_part_copy{.name = "UploadPartCopy",
                                 .method = "PUT",
                                 .level = Level::object,
                                 .selector = "partNumber",
                                 .header_selector = "x-amz-copy-source",
                                 .action = "s3:PutObject",
                                 .begin = begin};

}  // namespace pail::emulator::ops
