// PutBucketTagging. The bucket keeps the document as GetBucketTagging gives it back; an empty set
// is none. Spec: shared/spec/semantics.md §16.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/tag_set.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(const model::Pairs tags,
           documents::parse_tagging(document, documents::TagOwner::bucket));
  PAIL_TRY(documents::check_digests(call, digests));
  const std::string kept = tags.empty() ? std::string() : documents::tagging_document(tags);
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::tagging, kept));
  return empty_reply(204);
}

Result<Begin> begin(Call& call) {
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_bucket_tagging;
const Operation put_bucket_tagging{.name = "PutBucketTagging",
                                   .method = "PUT",
                                   .level = Level::bucket,
                                   .selector = "tagging",
                                   .action = "s3:PutBucketTagging",
                                   .begin = begin};

}  // namespace pail::emulator::ops
