// HeadBucket: whether it is there, and where. Spec: shared/spec/semantics.md §25.
#include "emulator/documents/location_constraint.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  Reply reply = empty_reply(200);
  reply.fields.add("Content-Type", "application/xml")
      .add("x-amz-bucket-region", documents::region_of_location(call.bucket->region))
      .add("x-amz-bucket-arn", "arn:aws:s3:::" + call.bucket->name)
      .add("x-amz-access-point-alias", "false");
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation head_bucket;
const Operation head_bucket{.name = "HeadBucket",
                            .method = "HEAD",
                            .level = Level::bucket,
                            .action = "s3:ListBucket",
                            .begin = begin};

}  // namespace pail::emulator::ops
