// DeleteBucketTagging: done whether or not there were tags. Spec: shared/spec/semantics.md §16.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::tagging, {}));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_bucket_tagging;
const Operation delete_bucket_tagging{.name = "DeleteBucketTagging",
                                      .method = "DELETE",
                                      .level = Level::bucket,
                                      .selector = "tagging",
                                      .action = "s3:PutBucketTagging",
                                      .begin = begin};

}  // namespace pail::emulator::ops
