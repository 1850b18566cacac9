// ListMultipartUploads: the uploads of a bucket that are still open. Spec:
// shared/spec/semantics.md §9 and §12, operations.md §3.
#include <algorithm>

#include "emulator/documents/listing.hpp"
#include "emulator/documents/upload_document.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

constexpr std::uint32_t uploads_max = wire::limits::list_keys_max;

struct Parameters {
  documents::ListParameters texts;  // prefix, delimiter, encoding-type
  std::string_view key_marker;
  std::string_view upload_id_marker;
  std::uint32_t max = 0;  // as echoed
};

Result<void> check_query(const wire::Query& query) {
  PAIL_TRY(documents::read_integer(query, "max-uploads", uploads_max));
  return wire::ok();
}

// An id means something beside a key alone.
Result<void> check_marker(const Parameters& parameters) {
  const std::string_view id = parameters.upload_id_marker;
  if (parameters.key_marker.empty() || id.empty() || model::is_upload_id(id)) return wire::ok();
  return invalid_argument("Invalid uploadId marker", "upload-id-marker", id);
}

Result<Parameters> read_parameters(const wire::Query& query) {
  const auto text = [&](std::string_view name) {
    return query.value(name).value_or(std::string_view{});
  };
  Parameters parameters;
  PAIL_TRY(parameters.texts, documents::read_list_texts(query));
  PAIL_TRY(parameters.max, documents::read_count(query, "max-uploads", uploads_max));
  parameters.key_marker = text("key-marker");
  parameters.upload_id_marker = text("upload-id-marker");
  PAIL_TRY(check_marker(parameters));
  return parameters;
}

Result<model::UploadPage> read_page(const Call& call, const Parameters& parameters) {
  return call.model.list_uploads(*call.bucket,
                                 {.prefix = std::string(parameters.texts.prefix),
                                  .delimiter = std::string(parameters.texts.delimiter),
                                  .key_marker = std::string(parameters.key_marker),
                                  .upload_id_marker = std::string(parameters.upload_id_marker),
                                  .uploads_max = std::min(parameters.max, uploads_max)});
}

void write_parameters(wire::XmlWriter& xml, const Parameters& parameters,
                      const model::UploadPage& page) {
  const documents::ListParameters& texts = parameters.texts;
  xml.element("KeyMarker", documents::shown(texts, parameters.key_marker))
      .element("UploadIdMarker", parameters.upload_id_marker)
      .element("NextKeyMarker", documents::shown(texts, page.next_key_marker))
      .element("NextUploadIdMarker", page.next_upload_id_marker);
  if (!texts.delimiter.empty()) xml.element("Delimiter", documents::shown(texts, texts.delimiter));
  if (!texts.prefix.empty()) xml.element("Prefix", documents::shown(texts, texts.prefix));
  xml.element("MaxUploads", std::uint64_t{parameters.max});
  if (!texts.encoding_type.empty()) xml.element("EncodingType", texts.encoding_type);
  xml.element("IsTruncated", page.truncated);
}

void write_upload(wire::XmlWriter& xml, const documents::ListParameters& texts,
                  const model::Upload& upload) {
  xml.open("Upload")
      .element("Key", documents::shown(texts, upload.key))
      .element("UploadId", upload.id);
  documents::write_parties(xml, upload);
  xml.element("Initiated", wire::format_iso_milliseconds(upload.object.last_modified()));
  documents::write_checksum_kind(xml, upload);
  xml.close();
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const Parameters parameters, read_parameters(call.query));
  PAIL_TRY(const model::UploadPage page, read_page(call, parameters));
  wire::XmlWriter xml;
  xml.open("ListMultipartUploadsResult", wire::s3_namespace).element("Bucket", call.bucket->name);
  write_parameters(xml, parameters, page);
  for (const model::Upload& upload : page.uploads) write_upload(xml, parameters.texts, upload);
  for (const std::string& prefix : page.common_prefixes) {
    xml.open("CommonPrefixes")
        .element("Prefix", documents::shown(parameters.texts, prefix))
        .close();
  }
  return Begin(xml_reply(xml.close().take()));
}

}  // namespace

extern const Operation list_multipart_uploads;
const Operation list_multipart_uploads{.name = "ListMultipartUploads",
                                       .method = "GET",
                                       .level = Level::bucket,
                                       .selector = "uploads",
                                       .action = "s3:ListBucketMultipartUploads",
                                       .check_query = check_query,
                                       .begin = begin};

}  // namespace pail::emulator::ops
