// DeleteObjects: up to a thousand keys in one request, each with its own outcome. Spec:
// shared/spec/semantics.md §13, §14, errors.md §6 and §9 step 11.
#include "emulator/body.hpp"
#include "emulator/documents/delete_request.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/objects/removal.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

Deed deed_of(const documents::DeleteEntry& entry) noexcept {
  const bool version = !entry.version_id.empty();
  return {version ? "s3:DeleteObjectVersion" : "s3:DeleteObject", entry.key, entry.version_id};
}

std::optional<std::string_view> version_of(const documents::DeleteEntry& entry) noexcept {
  if (entry.version_id.empty()) return std::nullopt;
  return entry.version_id;
}

Result<model::Model::Removed> remove(Call& call, const documents::DeleteEntry& entry) {
  PAIL_TRY(call.permissions.check(deed_of(entry)));
  if (entry.key.size() > wire::limits::key_bytes_max) return Errc::KeyTooLongError;
  const auto version = version_of(entry);
  if (!objects::check_version_id(version)) return Errc::NoSuchVersion;
  if (entry.names_time_or_size) return Errc::NotImplemented;
  model::WriteConditions conditions;
  if (!entry.etag.empty()) conditions.if_match = std::string(model::bare_etag(entry.etag));
  return objects::remove(call, {.key = entry.key,
                                .version_id = version,
                                .conditions = std::move(conditions),
                                .owner = call.caller.canonical_id});
}

void write_entry(wire::XmlWriter& xml, const documents::DeleteEntry& entry,
                 const Result<model::Model::Removed>& outcome) {
  xml.open(outcome ? "Deleted" : "Error").element("Key", entry.key);
  if (!entry.version_id.empty()) xml.element("VersionId", entry.version_id);
  if (!outcome) {
    xml.element("Code", outcome.error().code_text())
        .element("Message", outcome.error().message().value_or(std::string_view{}));
  } else if (outcome.value().delete_marker) {
    xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", outcome.value().version_id);
  }
  xml.close();
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const documents::DeleteRequest request, documents::parse_delete_request(document));
  PAIL_TRY(digests.check_md5(BodyDigests::Expected::as_sent));
  PAIL_TRY(digests.check_checksum(call.trailers));
  PAIL_TRY(digests.check_payload());
  wire::XmlWriter xml;
  xml.open("DeleteResult", wire::s3_namespace);
  for (const documents::DeleteEntry& entry : request.entries) {
    const auto outcome = remove(call, entry);
    if (!outcome || !request.quiet) write_entry(xml, entry, outcome);
  }
  return xml_reply(xml.close().take());
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::check_governance_bypass(call.headers));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  if (!promise.checksum && !promise.md5) {
    return Error(Errc::InvalidRequest,
                 "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  return collect(call, std::move(promise), wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation delete_objects;
const Operation delete_objects{.name = "DeleteObjects",
                               .method = "POST",
                               .level = Level::bucket,
                               .selector = "delete",
                               .action = "s3:DeleteObject",
                               .asks_per_key = true,
                               .begin = begin};

}  // namespace pail::emulator::ops
