// CopyObject: another object of the same bytes, which are shared and not copied. Spec:
// shared/spec/semantics.md §8.
#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/copied_body.hpp"
#include "emulator/objects/copy_source.hpp"
#include "emulator/objects/header_actions.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/new_object.hpp"
#include "emulator/objects/put_upload.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view metadata_header = "x-amz-metadata-directive";
constexpr std::string_view tagging_header = "x-amz-tagging-directive";

// Where something of the copy comes from: the source, or the request.
enum class Directive : bool { copy, replace };

Result<Directive> read_directive(const wire::Headers& headers, std::string_view header,
                                 std::string_view what) {
  const auto value = headers.find(header);
  if (!value || *value == "COPY") return Directive::copy;
  if (*value == "REPLACE") return Directive::replace;
  return invalid_argument("Unknown " + std::string(what) + " directive.", header, *value);
}

struct Wanted {
  model::ObjectAttributes attributes;  // by the request's headers alone
  Directive metadata;
  Directive tagging;
  std::optional<wire::ChecksumAlgorithm> algorithm;
  model::WriteConditions conditions;
};

Result<std::optional<wire::ChecksumAlgorithm>> read_algorithm(const wire::Headers& headers) {
  const auto name = headers.find("x-amz-checksum-algorithm");
  if (!name) return std::optional<wire::ChecksumAlgorithm>();
  const auto algorithm = wire::checksum_from_name(*name);
  if (algorithm) return algorithm;
  return Error(Errc::InvalidRequest,
               "Checksum algorithm provided is unsupported. Please try again with any of the valid "
               "types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}

Result<Wanted> read_wanted(const Call& call) {
  Wanted wanted;
  PAIL_TRY(wanted.metadata, read_directive(call.headers, metadata_header, "metadata"));
  PAIL_TRY(wanted.tagging, read_directive(call.headers, tagging_header, "tagging"));
  PAIL_TRY(wanted.attributes, objects::read_new_object(call));
  PAIL_TRY(wanted.algorithm, read_algorithm(call.headers));
  PAIL_TRY(wanted.conditions, model::WriteConditions::from(call.headers));
  return wanted;
}

// An older version may be put on top of its own key; the current one only with a change.
Result<void> check_itself(const Call& call, const objects::SourceObject& from,
                          const Wanted& wanted) {
  if (from.bucket.id != call.bucket->id || from.source.key != call.address.key) return wire::ok();
  const bool changes = wanted.metadata == Directive::replace ||
                       call.headers.has("x-amz-storage-class") ||
                       call.headers.has("x-amz-website-redirect-location") ||
                       call.headers.has("x-amz-server-side-encryption");
  if (changes) return wire::ok();
  const auto current = call.model.get(*call.bucket, call.address.key);
  if (!current || current.value().version_id() != from.object.version_id()) return wire::ok();
  return Error(Errc::InvalidRequest,
               "This copy request is illegal because it is trying to copy an object to itself "
               "without changing the object's metadata, storage class, website redirect location "
               "or encryption attributes.");
}

// Whoever copies tags reads them.
Result<void> check_tags_readable(const Call& call, const objects::SourceObject& from) {
  if (from.object.tag_count() == 0) return wire::ok();
  const auto& version = from.source.version_id;
  return call.permissions.check(
      {.action = version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
       .key = from.source.key,
       .version_id = version ? *version : "",
       .bucket = &from.bucket});
}

// ACL, storage class and redirect are never the source's.
Result<model::ObjectAttributes> attributes_of_copy(const Call& call,
                                                   const objects::SourceObject& from,
                                                   Wanted wanted) {
  model::ObjectAttributes source = from.object.attributes();
  model::ObjectAttributes copy = std::move(wanted.attributes);
  if (wanted.metadata == Directive::copy) {
    copy.metadata = std::move(source.metadata);
    std::move(std::begin(source.system_headers), std::end(source.system_headers),
              std::begin(copy.system_headers));
  }
  if (wanted.tagging == Directive::copy) {
    PAIL_TRY(check_tags_readable(call, from));
    copy.tags = std::move(source.tags);
  }
  copy.checksum_algorithm = wanted.algorithm            ? wanted.algorithm
                            : source.checksum_algorithm ? source.checksum_algorithm
                                                        : wire::ChecksumAlgorithm::crc64nvme;
  return copy;
}

Reply answer(const Call& call, const objects::SourceObject& from,
             const model::Model::Stored& stored) {
  const model::Object& copy = stored.object;
  wire::XmlWriter xml;
  xml.open("CopyObjectResult", wire::s3_namespace);
  objects::write_copied(xml, copy);
  xml.element("ChecksumType", documents::checksum_type_name(copy.checksum_type())).close();
  Reply reply = xml_reply(xml.take());
  objects::write_source_version(reply.fields, from);
  objects::write_version(reply.fields, stored);
  reply.fields.add("x-amz-server-side-encryption", "AES256");
  objects::write_expiration(reply.fields, *call.bucket, call.address.key, copy);
  return reply;
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(Wanted wanted, read_wanted(call));
  PAIL_TRY(const objects::SourceObject from, objects::find_copy_source(call));
  PAIL_TRY(objects::check_copy_size(from.object.size()));
  PAIL_TRY(check_itself(call, from, wanted));
  const model::WriteConditions conditions = wanted.conditions;
  PAIL_TRY(auto attributes, attributes_of_copy(call, from, std::move(wanted)));
  PAIL_TRY(objects::CopiedBody body,
           objects::copy_whole(call, from.object, *attributes.checksum_algorithm));
  attributes.etag = std::move(body.etag);
  attributes.checksum = std::move(body.checksum);
  const Turn turn = call.events.turn(call.address.key);
  PAIL_TRY(const auto stored, call.model.put(*call.bucket, call.address.key, attributes,
                                             std::move(body.bytes), conditions, call.now));
  objects::tell_stored(call, Happened::copied, stored);
  return Begin(answer(call, from, stored));
}

}  // namespace

extern const Operation copy_object;
const Operation copy_object{.name = "CopyObject",
                            .method = "PUT",
                            .level = Level::object,
                            .header_selector = "x-amz-copy-source",
                            .action = "s3:PutObject",
                            .header_actions = objects::object_header_actions,
                            .begin = begin};

}  // namespace pail::emulator::ops
