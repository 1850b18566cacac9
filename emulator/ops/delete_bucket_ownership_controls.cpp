// DeleteBucketOwnershipControls: from then on objects are their writers'. Spec:
// shared/spec/semantics.md §17.
#include "emulator/documents/ownership.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::ownership,
                                documents::no_ownership_controls));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_bucket_ownership_controls;
const Operation delete_bucket_ownership_controls{.name = "DeleteBucketOwnershipControls",
                                                 .method = "DELETE",
                                                 .level = Level::bucket,
                                                 .selector = "ownershipControls",
                                                 .action = "s3:PutBucketOwnershipControls",
                                                 .begin = begin};

}  // namespace pail::emulator::ops
