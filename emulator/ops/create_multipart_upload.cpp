// CreateMultipartUpload: everything the object will have is said here. Spec:
// shared/spec/semantics.md §9 and §10.
#include "emulator/documents/object_facts.hpp"
#include "emulator/documents/upload_document.hpp"
#include "emulator/objects/header_actions.hpp"
#include "emulator/objects/lifecycle_headers.hpp"
#include "emulator/objects/multipart_checksum.hpp"
#include "emulator/objects/new_object.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(auto attributes, objects::read_new_object(call));
  PAIL_TRY(objects::read_upload_checksum(call.headers, attributes));
  attributes.initiator = documents::initiator_of(call.caller);
  PAIL_TRY(const model::Upload upload,
           call.model.create_upload(*call.bucket, call.address.key, attributes, call.now));
  wire::XmlWriter xml;
  xml.open("InitiateMultipartUploadResult", wire::s3_namespace)
      .element("Bucket", call.bucket->name)
      .element("Key", upload.key)
      .element("UploadId", upload.id)
      .close();
  Reply reply = xml_reply(xml.take());
  reply.fields.add("x-amz-server-side-encryption", "AES256");
  if (const auto algorithm = upload.object.checksum_algorithm()) {
    reply.fields.add("x-amz-checksum-algorithm", wire::name(*algorithm))
        .add("x-amz-checksum-type", documents::checksum_type_name(upload.object.checksum_type()));
  }
  objects::write_abort(reply.fields, *call.bucket, upload);
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation create_multipart_upload;
const Operation create_multipart_upload{.name = "CreateMultipartUpload",
                                        .method = "POST",
                                        .level = Level::object,
                                        .selector = "uploads",
                                        .action = "s3:PutObject",
                                        .header_actions = objects::object_header_actions,
                                        .begin = begin};

}  // namespace pail::emulator::ops
