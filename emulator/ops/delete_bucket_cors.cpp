// DeleteBucketCors. Spec: shared/spec/semantics.md §21.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::cors, {}));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_bucket_cors;
const Operation delete_bucket_cors{.name = "DeleteBucketCors",
                                   .method = "DELETE",
                                   .level = Level::bucket,
                                   .selector = "cors",
                                   .action = "s3:PutBucketCORS",
                                   .begin = begin};

}  // namespace pail::emulator::ops
