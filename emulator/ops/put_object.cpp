// PutObject. What can be refused from the head is refused before the body is read; what the body
// must prove is judged at its end, before anything is visible. Spec: shared/spec/semantics.md §3,
// errors.md §9 steps 10 and 11.
#include "emulator/body.hpp"
#include "emulator/header_actions.hpp"
#include "emulator/object_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/refused_headers.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

class PutUpload final : public net::Upload {
 public:
  PutUpload(Call& call, model::ObjectAttributes attributes, model::WriteConditions conditions,
            BodyPromise promise)
      : call_(call),
        attributes_(std::move(attributes)),
        conditions_(std::move(conditions)),
        digests_(std::move(promise)),
        body_(call.model.incoming()) {}

  Result<void> write(net::Bytes piece) override {
    digests_.update(piece);
    return body_.write(piece);
  }

  Result<Reply> finish() override {
    if (body_.size() != call_.body_length) return Errc::IncompleteBody;
    digests_.finish();
    PAIL_TRY(digests_.check_payload());
    PAIL_TRY(digests_.check_md5(BodyDigests::Expected::in_hex));
    PAIL_TRY(digests_.check_checksum(call_.trailers));
    attributes_.etag = digests_.etag();
    attributes_.checksum_algorithm = digests_.algorithm();
    attributes_.checksum = digests_.checksum();
    PAIL_TRY(const auto object, call_.model.put(*call_.bucket, call_.address.key, attributes_,
                                                std::move(body_), conditions_, call_.now));
    return stored(object);
  }

 private:
  static Reply stored(const model::Object& object) {
    Reply reply = empty_reply(200);
    reply.fields.add("ETag", quoted_etag(object.etag()))
        .add("x-amz-server-side-encryption", "AES256");
    write_checksum(reply.fields, object);
    return reply;
  }

  Call& call_;
  model::ObjectAttributes attributes_;
  model::WriteConditions conditions_;
  BodyDigests digests_;
  model::Incoming body_;
};

Result<void> check_headers(const wire::Headers& headers) {
  PAIL_TRY(check_encryption(headers));
  PAIL_TRY(refuse_headers(
      headers, {"x-amz-tagging", "x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date",
                "x-amz-object-lock-legal-hold", "x-amz-write-offset-bytes"}));
  return check_object_acl(headers);
}

// The commit judges the conditions for good; judging them here too saves a client that waits for
// 100 Continue the sending of a body that cannot be stored.
Result<void> check_conditions(const Call& call, const model::WriteConditions& conditions) {
  if (!conditions.any()) return wire::ok();
  auto current = call.model.get(*call.bucket, call.address.key);
  if (current) return model::check(conditions, current.value().etag(), call.address.key);
  if (current.error().code() != Errc::NoSuchKey) return std::move(current).error();
  return model::check(conditions, std::nullopt, call.address.key);
}

Result<void> check_length(const Call& call) {
  constexpr std::uint64_t bytes_max = wire::limits::put_bytes_max;
  if (!call.body_length) return Errc::MissingContentLength;
  if (*call.body_length <= bytes_max) return wire::ok();
  return Error(Errc::EntityTooLarge)
      .with("ProposedSize", std::to_string(*call.body_length))
      .with("MaxSizeAllowed", std::to_string(bytes_max));
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(check_headers(call.headers));
  PAIL_TRY(auto attributes, read_attributes(call.headers));
  attributes.owner = call.caller.canonical_id;
  PAIL_TRY(auto conditions, model::WriteConditions::from(call.headers));
  PAIL_TRY(check_conditions(call, conditions));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  PAIL_TRY(check_length(call));
  return Begin(std::make_unique<PutUpload>(call, std::move(attributes), std::move(conditions),
                                           std::move(promise)));
}

}  // namespace

extern const Operation put_object;
const Operation put_object{.name = "PutObject",
                           .method = "PUT",
                           .level = Level::object,
                           .action = "s3:PutObject",
                           .header_actions = object_header_actions,
                           .stores_body = true,
                           .begin = begin};

}  // namespace pail::emulator::ops
