// UploadPart: a body like any other, kept with its upload. Spec: shared/spec/semantics.md §9 and
// §10.
#include "emulator/body.hpp"
#include "emulator/documents/object_facts.hpp"
#include "emulator/objects/part_request.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;

class PartBody final : public net::Upload {
 public:
  PartBody(Call& call, objects::PartRequest part, BodyPromise promise)
      : call_(call),
        part_(std::move(part)),
        declares_(promise.checksum.has_value()),
        digests_(std::move(promise)),
        body_(call.model.incoming()) {
    const wire::ChecksumAlgorithm kept = objects::part_algorithm(part_.upload);
    if (digests_.algorithm() != kept) kept_.emplace(kept);
  }

  Result<void> write(net::Bytes piece) override {
    digests_.update(piece);
    if (kept_) kept_->update(piece);
    return body_.write(piece);
  }

  Result<Reply> finish() override {
    if (body_.size() != call_.body_length) return Errc::IncompleteBody;
    digests_.finish();
    PAIL_TRY(digests_.check_payload());
    PAIL_TRY(digests_.check_md5(BodyDigests::Expected::in_hex));
    PAIL_TRY(digests_.check_checksum(call_.trailers));
    PAIL_TRY(const model::Object part,
             call_.model.put_part(*call_.bucket, part_.upload, part_.number, attributes(),
                                  std::move(body_), call_.now));
    return answer(part);
  }

 private:
  model::ObjectAttributes attributes() {
    model::ObjectAttributes attributes;
    attributes.etag = digests_.etag();
    attributes.checksum_algorithm = objects::part_algorithm(part_.upload);
    attributes.checksum = kept_ ? kept_->base64() : digests_.checksum();
    return attributes;
  }

  // A checksum that the client sent is confirmed, else it is told the one that is kept.
  Reply answer(const model::Object& part) const {
    Reply reply = empty_reply(200);
    reply.fields.add("ETag", documents::quoted_etag(part.etag()))
        .add("x-amz-server-side-encryption", "AES256");
    if (declares_) {
      reply.fields.add(wire::header_name(digests_.algorithm()), digests_.checksum());
    } else {
      reply.fields.add(wire::header_name(*part.checksum_algorithm()), part.checksum());
    }
    return reply;
  }

  Call& call_;
  objects::PartRequest part_;
  bool declares_;
  BodyDigests digests_;
  std::optional<wire::Checksum> kept_;  // where the client sends another than is kept, or none
  model::Incoming body_;
};

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::refuse_customer_keys(call.headers));
  PAIL_TRY(objects::PartRequest part, objects::find_part(call));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  PAIL_TRY(objects::check_part_checksum(part.upload, promise.checksum));
  PAIL_TRY(check_upload_length(call));
  return Begin(std::make_unique<PartBody>(call, std::move(part), std::move(promise)));
}

}  // namespace

extern const Operation upload_part;
const Operation upload_part{.name = "UploadPart",
                            .method = "PUT",
                            .level = Level::object,
                            .selector = "partNumber",
                            .action = "s3:PutObject",
                            .stores_body = true,
                            .begin = begin};

}  // namespace pail::emulator::ops
