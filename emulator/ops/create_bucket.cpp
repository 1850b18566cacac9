// CreateBucket. Spec: shared/spec/semantics.md §25, §17.
#include "emulator/body.hpp"
#include "emulator/header_actions.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/location_constraint.hpp"
#include "emulator/operation.hpp"
#include "emulator/refused_headers.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

// Buckets have the ownership they get by default; the others come with ACLs.
Result<void> check_ownership(const wire::Headers& headers) {
  constexpr std::string_view header = "x-amz-object-ownership";
  const auto ownership = headers.find(header);
  if (!ownership || *ownership == "BucketOwnerEnforced") return wire::ok();
  if (*ownership == "BucketOwnerPreferred" || *ownership == "ObjectWriter") {
    return refuse_headers(headers, {header});
  }
  return invalid_argument("Invalid x-amz-object-ownership header: " + std::string(*ownership),
                          header);
}

Result<void> check_headers(const wire::Headers& headers) {
  constexpr std::string_view lock = "x-amz-bucket-object-lock-enabled";
  if (!wire::iequals(headers.get(lock), "false")) {
    PAIL_TRY(refuse_headers(headers, {lock}));
  }
  PAIL_TRY(refuse_headers(headers, {"x-amz-bucket-namespace"}));
  PAIL_TRY(check_ownership(headers));
  return check_bucket_acl(headers);
}

Reply created(std::string_view name) {
  Reply reply = empty_reply(200);
  reply.fields.add("Location", std::string("/").append(name))
      .add("x-amz-bucket-arn", std::string("arn:aws:s3:::").append(name));
  return reply;
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(digests.check_payload());
  PAIL_TRY(digests.check_md5(BodyDigests::Expected::as_sent));
  PAIL_TRY(digests.check_checksum(call.trailers));
  PAIL_TRY(const std::string constraint, parse_location_constraint(document));
  PAIL_TRY(const std::string location, location_for(constraint, call.region));
  const std::string& name = call.address.bucket;
  auto bucket = call.model.create_bucket(name, call.caller.canonical_id, location, call.now);
  // us-east-1 says yes to whoever owns the bucket already.
  const bool again = !bucket && bucket.error().code() == Errc::BucketAlreadyOwnedByYou &&
                     call.region == "us-east-1";
  if (!bucket && !again) return std::move(bucket).error();
  return created(name);
}

Result<Begin> begin(Call& call) {
  if (!model::is_valid_bucket_name(call.address.bucket)) {
    return Error(Errc::InvalidBucketName).with("BucketName", call.address.bucket);
  }
  PAIL_TRY(check_headers(call.headers));
  BodyPromise promise{.payload_sha256 = std::string(call.payload_sha256)};
  PAIL_TRY(promise.md5, read_content_md5(call.headers));
  PAIL_TRY(promise.checksum, read_checksum(call.headers));
  return collect(call, std::move(promise), wire::limits::create_bucket_body_bytes_max, finish);
}

}  // namespace

extern const Operation create_bucket;
const Operation create_bucket{.name = "CreateBucket",
                              .method = "PUT",
                              .level = Level::bucket,
                              .action = "s3:CreateBucket",
                              .header_actions = bucket_header_actions,
                              .needs_bucket = false,
                              .begin = begin};

}  // namespace pail::emulator::ops
