// DeletePublicAccessBlock. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/public_access.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.configure(*call.bucket, model::BucketConfig::public_access_block,
                                documents::no_public_access_block));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_public_access_block;
const Operation delete_public_access_block{.name = "DeletePublicAccessBlock",
                                           .method = "DELETE",
                                           .level = Level::bucket,
                                           .selector = "publicAccessBlock",
                                           .action = "s3:PutBucketPublicAccessBlock",
                                           .begin = begin};

}  // namespace pail::emulator::ops
