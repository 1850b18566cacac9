// CompleteMultipartUpload: the parts become one object. Spec: shared/spec/semantics.md §9 (the
// order of its checks), §7 and §10.
#include "emulator/body.hpp"
#include "emulator/documents/completion_request.hpp"
#include "emulator/documents/object_facts.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/multipart_checksum.hpp"
#include "emulator/objects/object_url.hpp"
#include "emulator/objects/part_request.hpp"
#include "emulator/objects/put_upload.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

// Of which parts the checksums are told, the client having asked for an algorithm.
std::vector<model::ObjectPart> object_parts(const model::Upload& upload,
                                            const std::vector<model::Part>& parts) {
  const bool has_checksums = upload.object.checksum_algorithm().has_value();
  std::vector<model::ObjectPart> out;
  out.reserve(parts.size());
  for (const model::Part& part : parts) {
    const std::string_view checksum = has_checksums ? part.object.checksum() : std::string_view{};
    out.push_back({part.number, part.object.size(), std::string(checksum)});
  }
  return out;
}

model::ObjectAttributes whole_of(const model::Upload& upload,
                                 const std::vector<model::Part>& parts) {
  model::ObjectAttributes whole = upload.object.attributes();
  whole.initiator.clear();
  whole.checksum_algorithm = objects::part_algorithm(upload);
  whole.checksum = objects::multipart_checksum(upload, parts);
  whole.etag = objects::multipart_etag(parts);
  whole.parts = object_parts(upload, parts);
  return whole;
}

Result<void> check_type(const model::Upload& upload, const documents::CompletionClaims& claims) {
  const model::ChecksumType type = upload.object.checksum_type();
  if (!claims.type || *claims.type == type) return wire::ok();
  return Error(Errc::InvalidRequest,
               "The upload was created using the " +
                   std::string(documents::checksum_type_name(type)) +
                   " checksum mode. The complete request must use the same checksum mode.");
}

Result<void> check_checksum(const model::Upload& upload, const documents::CompletionClaims& claims,
                            const model::ObjectAttributes& whole) {
  PAIL_TRY(check_type(upload, claims));
  if (!claims.checksum) return wire::ok();
  const auto& [algorithm, value] = *claims.checksum;
  if (algorithm != *whole.checksum_algorithm) {
    return objects::checksum_mismatch(upload.object.checksum_algorithm(), algorithm);
  }
  if (value == whole.checksum) return wire::ok();
  return Error(Errc::BadDigest, "The " + std::string(wire::name(algorithm)) +
                                    " you specified did not match the calculated checksum.");
}

Result<void> check_size(const documents::CompletionClaims& claims,
                        const model::ObjectAttributes& whole) {
  std::uint64_t size = 0;
  for (const model::ObjectPart& part : whole.parts) size += part.size;
  if (claims.object_size.value_or(size) == size) return wire::ok();
  return Error(Errc::InvalidRequest,
               "The provided 'x-amz-mp-object-size' header value " +
                   std::to_string(*claims.object_size) +
                   " does not match what was computed: " + std::to_string(size));
}

Reply answer(const Call& call, const model::Model::Stored& stored) {
  const model::Object& object = stored.object;
  wire::XmlWriter xml;
  xml.open("CompleteMultipartUploadResult", wire::s3_namespace)
      .element("Location", objects::object_url(call))
      .element("Bucket", call.bucket->name)
      .element("Key", call.address.key)
      .element("ETag", documents::quoted_etag(object.etag()))
      .element("Checksum" + std::string(wire::name(*object.checksum_algorithm())),
               object.checksum())
      .element("ChecksumType", documents::checksum_type_name(object.checksum_type()))
      .close();
  Reply reply = xml_reply(xml.take());
  reply.fields.add("x-amz-server-side-encryption", "AES256");
  objects::write_version(reply.fields, stored);
  objects::write_expiration(reply.fields, *call.bucket, call.address.key, object);
  return reply;
}

Result<Reply> complete(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const model::Upload upload, objects::find_upload(call));
  PAIL_TRY(const documents::CompletionRequest request,
           documents::parse_completion_request(document));
  PAIL_TRY(digests.check_md5(BodyDigests::Expected::as_sent));
  PAIL_TRY(digests.check_payload());
  PAIL_TRY(const auto parts, call.model.choose_parts(*call.bucket, upload, request.parts));
  PAIL_TRY(const documents::CompletionClaims claims,
           documents::read_completion_claims(call.headers));
  PAIL_TRY(objects::check_part_checksums(upload, request, parts));
  const model::ObjectAttributes whole = whole_of(upload, parts);
  PAIL_TRY(check_checksum(upload, claims, whole));
  PAIL_TRY(check_size(claims, whole));
  PAIL_TRY(const auto conditions, model::WriteConditions::from(call.headers));
  const Turn turn = call.events.turn(call.address.key);
  PAIL_TRY(const auto stored,
           call.model.complete_upload(*call.bucket, upload, parts, whole, conditions, call.now));
  objects::tell_stored(call, Happened::completed, stored);
  return answer(call, stored);
}

Result<model::Object> completed_before(const Call& call) {
  const std::string_view id = call.query.value("uploadId").value_or(std::string_view{});
  return call.model.completed_upload(*call.bucket, call.address.key, id);
}

// A client that lost the answer completes again, and gets it again.
Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  auto reply = complete(call, digests, document);
  if (reply || reply.error().code() != Errc::NoSuchUpload) return reply;
  PAIL_TRY(model::Object object, completed_before(call));
  return answer(call, {std::move(object), call.bucket->versioning});
}

Result<void> check_known(const Call& call) {
  const auto upload = objects::find_upload(call);
  if (upload) return wire::ok();
  PAIL_TRY(completed_before(call));
  return wire::ok();
}

// What the head alone shows to be wrong is refused before the document is read.
Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::refuse_customer_keys(call.headers));
  PAIL_TRY(check_known(call));
  PAIL_TRY(documents::read_completion_claims(call.headers));
  PAIL_TRY(model::WriteConditions::from(call.headers));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  return collect(call, std::move(promise), wire::limits::complete_upload_body_bytes_max, finish);
}

}  // namespace

extern const Operation complete_multipart_upload;
const Operation complete_multipart_upload{.name = "CompleteMultipartUpload",
                                          .method = "POST",
                                          .level = Level::object,
                                          .selector = "uploadId",
                                          .action = "s3:PutObject",
                                          .begin = begin};

}  // namespace pail::emulator::ops
