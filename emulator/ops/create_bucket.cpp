// CreateBucket. Spec: shared/spec/semantics.md §25, §17.
#include "emulator/body.hpp"
#include "emulator/documents/acl_rules.hpp"
#include "emulator/documents/location_constraint.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/header_actions.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::ops {
namespace {

using model::BucketConfig;
using wire::Errc;
using wire::Error;

Result<std::optional<documents::Ownership>> read_ownership(const wire::Headers& headers) {
  constexpr std::string_view header = "x-amz-object-ownership";
  const auto name = headers.find(header);
  if (!name) return std::optional<documents::Ownership>();
  if (const auto ownership = documents::ownership_from(*name)) return ownership;
  return invalid_argument("Invalid x-amz-object-ownership header: " + std::string(*name), header);
}

Result<void> check_headers(const wire::Headers& headers) {
  constexpr std::string_view lock = "x-amz-bucket-object-lock-enabled";
  if (!wire::iequals(headers.get(lock), "false")) {
    PAIL_TRY(objects::refuse_headers(headers, {lock}));
  }
  return objects::refuse_headers(headers, {"x-amz-bucket-namespace"});
}

// What the bucket starts with, in the words of its row.
struct Beginnings {
  std::string_view ownership;
  std::string acl;
  std::string_view public_access_block;
};

Result<Beginnings> read_beginnings(const Call& call) {
  PAIL_TRY(const auto named, read_ownership(call.headers));
  Beginnings read;
  std::optional<documents::PublicAccessBlock> block = documents::PublicAccessBlock();
  auto ownership = documents::Ownership::bucket_owner_enforced;
  if (call.open_buckets) {
    ownership = documents::Ownership::object_writer;
    read.ownership = documents::no_ownership_controls;
    read.public_access_block = documents::no_public_access_block;
    block.reset();
  }
  if (named) read.ownership = documents::stored_form(*named);
  PAIL_TRY(read.acl, documents::acl_of_new_bucket(call, named.value_or(ownership), block));
  return read;
}

// us-east-1 says yes to whoever owns the bucket already, and sets its ACL anew.
Result<void> begin_again(Call& call, const Beginnings& read) {
  PAIL_TRY(const auto bucket, call.model.bucket(call.address.bucket));
  if (bucket.config(BucketConfig::acl) == read.acl) return wire::ok();
  PAIL_TRY(call.model.configure(bucket, BucketConfig::acl, read.acl));
  return wire::ok();
}

Reply created(std::string_view name) {
  Reply reply = empty_reply(200);
  reply.fields.add("Location", std::string("/").append(name))
      .add("x-amz-bucket-arn", std::string("arn:aws:s3:::").append(name));
  return reply;
}

// Whoever may not tag may not make a bucket with tags either.
Result<std::string> tagging_of(const Call& call, const model::Pairs& tags) {
  if (tags.empty()) return std::string();
  PAIL_TRY(call.permissions.check({.action = "s3:TagResource"}));
  return documents::tagging_document(tags);
}

Result<void> create(Call& call, const Beginnings& read,
                    const documents::NewBucketDocument& document) {
  PAIL_TRY(const std::string location,
           documents::location_for(document.location_constraint, call.region));
  PAIL_TRY(const std::string tagging, tagging_of(call, document.tags));
  model::BucketDocuments documents;
  const auto set = [&](BucketConfig which, std::string_view text) {
    documents[static_cast<std::size_t>(which)] = text;
  };
  set(BucketConfig::ownership, read.ownership);
  set(BucketConfig::acl, read.acl);
  set(BucketConfig::public_access_block, read.public_access_block);
  set(BucketConfig::tagging, tagging);
  const auto bucket = call.model.create_bucket(call.address.bucket, call.caller.canonical_id,
                                               location, call.now, documents);
  if (bucket) return wire::ok();
  const bool again = bucket.error().code() == Errc::BucketAlreadyOwnedByYou;
  if (!again || call.region != "us-east-1") return bucket.error();
  return begin_again(call, read);
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(digests.check_payload());
  PAIL_TRY(digests.check_md5(BodyDigests::Expected::as_sent));
  PAIL_TRY(digests.check_checksum(call.trailers));
  PAIL_TRY(const documents::NewBucketDocument asked, documents::parse_new_bucket(document));
  PAIL_TRY(const Beginnings read, read_beginnings(call));
  PAIL_TRY(create(call, read, asked));
  return created(call.address.bucket);
}

Result<Begin> begin(Call& call) {
  if (!model::is_valid_bucket_name(call.address.bucket)) {
    return Error(Errc::InvalidBucketName).with("BucketName", call.address.bucket);
  }
  PAIL_TRY(check_headers(call.headers));
  PAIL_TRY(read_beginnings(call));  // refused before the body is read
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
                              .header_actions = objects::bucket_header_actions,
                              .needs_bucket = false,
                              .begin = begin};

}  // namespace pail::emulator::ops
