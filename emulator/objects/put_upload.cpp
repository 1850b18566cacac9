#include "emulator/objects/put_upload.hpp"

#include <utility>

#include "emulator/documents/object_facts.hpp"
#include "emulator/objects/object_headers.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;

// The commit judges the conditions for good; judging them here too saves a client that waits for
// 100 Continue the sending of a body that cannot be stored.
Result<void> check_conditions(const Call& call, const model::WriteConditions& conditions) {
  if (!conditions.any()) return wire::ok();
  auto current = call.model.get(*call.bucket, call.address.key);
  if (current) return model::check(conditions, current.value().etag(), call.address.key);
  if (current.error().code() != Errc::NoSuchKey) return std::move(current).error();
  return model::check(conditions, std::nullopt, call.address.key);
}

}  // namespace

PutUpload::PutUpload(Call& call, model::ObjectAttributes attributes,
                     model::WriteConditions conditions, BodyPromise promise)
    : call_(&call),
      attributes_(std::move(attributes)),
      conditions_(std::move(conditions)),
      digests_(std::move(promise)),
      body_(call.model.incoming()) {}

Result<PutUpload> PutUpload::open(Call& call, TagForm tags) {
  PAIL_TRY(auto attributes, read_new_object(call, tags));
  PAIL_TRY(auto conditions, model::WriteConditions::from(call.headers));
  PAIL_TRY(check_conditions(call, conditions));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  return PutUpload(call, std::move(attributes), std::move(conditions), std::move(promise));
}

Result<void> PutUpload::write(net::Bytes piece) {
  digests_.update(piece);
  return body_.write(piece);
}

Result<model::Model::Stored> PutUpload::commit(Happened how) {
  digests_.finish();
  PAIL_TRY(digests_.check_payload());
  PAIL_TRY(digests_.check_md5(BodyDigests::Expected::in_hex));
  PAIL_TRY(digests_.check_checksum(call_->trailers));
  attributes_.etag = digests_.etag();
  attributes_.checksum_algorithm = digests_.algorithm();
  attributes_.checksum = digests_.checksum();
  const Turn turn = call_->events.turn(call_->address.key);
  PAIL_TRY(auto stored, call_->model.put(*call_->bucket, call_->address.key, attributes_,
                                         std::move(body_), conditions_, call_->now));
  tell_stored(*call_, how, stored);
  return stored;
}

void tell_stored(const Call& call, Happened how, const model::Model::Stored& stored) {
  call.events.happened({.what = how,
                        .key = call.address.key,
                        .version_id = stored.object.version_id(),
                        .etag = stored.object.etag(),
                        .size = stored.object.size()});
}

void write_version(wire::FieldBlock& fields, const model::Model::Stored& stored) {
  if (stored.versioning == model::Versioning::unversioned) return;
  fields.add("x-amz-version-id", stored.object.version_id());
}

void write_stored(wire::FieldBlock& fields, const model::Model::Stored& stored) {
  const model::Object& object = stored.object;
  fields.add("ETag", documents::quoted_etag(object.etag()))
      .add("x-amz-server-side-encryption", "AES256");
  write_version(fields, stored);
  write_checksum(fields, object);
}

}  // namespace pail::emulator::objects
