// PutBucketLifecycleConfiguration: all rules of the bucket, in the place of those there were. Spec:
// shared/spec/semantics.md §20.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/lifecycle.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  documents::Lifecycle lifecycle{.rules = {}, .acted_until = call.now};
  PAIL_TRY(lifecycle.minimum, documents::read_transition_minimum(call.headers));
  PAIL_TRY(lifecycle.rules, documents::parse_lifecycle(document));
  PAIL_TRY(documents::check_digests(call, digests));
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::lifecycle,
                                documents::lifecycle_slot(lifecycle)));
  Reply reply = empty_reply(200);
  reply.fields.add(documents::transition_minimum_header, documents::name(lifecycle.minimum));
  return reply;
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(documents::read_transition_minimum(call.headers));
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_lifecycle_configuration;
const Operation put_bucket_lifecycle_configuration{.name = "PutBucketLifecycleConfiguration",
                                                   .method = "PUT",
                                                   .level = Level::bucket,
                                                   .selector = "lifecycle",
                                                   .action = "s3:PutLifecycleConfiguration",
                                                   .begin = begin};

}  // namespace pail::emulator::ops
