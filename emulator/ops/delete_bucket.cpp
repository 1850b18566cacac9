// DeleteBucket: an empty one. Spec: shared/spec/semantics.md §25.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(call.model.delete_bucket(call.address.bucket));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_bucket;
const Operation delete_bucket{.name = "DeleteBucket",
                              .method = "DELETE",
                              .level = Level::bucket,
                              .action = "s3:DeleteBucket",
                              .begin = begin};

}  // namespace pail::emulator::ops
