// ListParts: what an upload has so far. Spec: shared/spec/semantics.md §9.
#include <algorithm>

#include "emulator/documents/listing.hpp"
#include "emulator/documents/object_facts.hpp"
#include "emulator/documents/upload_document.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/part_request.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

constexpr std::uint32_t parts_max = wire::limits::list_keys_max;

Result<void> check_query(const wire::Query& query) {
  PAIL_TRY(documents::read_integer(query, "max-parts", parts_max));
  PAIL_TRY(documents::read_integer(query, "part-number-marker", 0));
  return wire::ok();
}

void write_part(wire::XmlWriter& xml, const model::Upload& upload, const model::Part& part) {
  const model::Object& object = part.object;
  xml.open("Part")
      .element("PartNumber", std::uint64_t{part.number})
      .element("LastModified", wire::format_iso_milliseconds(object.last_modified()))
      .element("ETag", documents::quoted_etag(object.etag()))
      .element("Size", object.size());
  if (const auto algorithm = upload.object.checksum_algorithm()) {
    xml.element("Checksum" + std::string(wire::name(*algorithm)), object.checksum());
  }
  xml.close();
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::refuse_customer_keys(call.headers));
  PAIL_TRY(const std::uint32_t max, documents::read_count(call.query, "max-parts", parts_max));
  PAIL_TRY(const std::uint32_t marker, documents::read_count(call.query, "part-number-marker", 0));
  PAIL_TRY(const model::Upload upload, objects::find_upload(call));
  PAIL_TRY(const model::PartPage page,
           call.model.list_parts(*call.bucket, upload, marker, std::min(max, parts_max)));
  wire::XmlWriter xml;
  xml.open("ListPartsResult", wire::s3_namespace)
      .element("Bucket", call.bucket->name)
      .element("Key", upload.key)
      .element("UploadId", upload.id);
  documents::write_parties(xml, upload);
  const unsigned last = page.parts.empty() ? 0 : page.parts.back().number;
  xml.element("PartNumberMarker", std::uint64_t{marker})
      .element("NextPartNumberMarker", std::uint64_t{last})
      .element("MaxParts", std::uint64_t{max})
      .element("IsTruncated", page.truncated);
  documents::write_checksum_kind(xml, upload);
  for (const model::Part& part : page.parts) write_part(xml, upload, part);
  Reply reply = xml_reply(xml.close().take());
  objects::write_abort(reply.fields, *call.bucket, upload);
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation list_parts;
const Operation list_parts{.name = "ListParts",
                           .method = "GET",
                           .level = Level::object,
                           .selector = "uploadId",
                           .action = "s3:ListMultipartUploadParts",
                           .check_query = check_query,
                           .begin = begin};

}  // namespace pail::emulator::ops
