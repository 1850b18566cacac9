// DeleteBucketLifecycle: no rule acts any more. Spec: shared/spec/semantics.md §20.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::lifecycle, {}));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_bucket_lifecycle;
const Operation delete_bucket_lifecycle{.name = "DeleteBucketLifecycle",
                                        .method = "DELETE",
                                        .level = Level::bucket,
                                        .selector = "lifecycle",
                                        .action = "s3:PutLifecycleConfiguration",
                                        .begin = begin};

}  // namespace pail::emulator::ops
