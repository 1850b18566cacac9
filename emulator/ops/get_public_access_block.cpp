// GetPublicAccessBlock. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/public_access.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

Result<Begin> begin(Call& call) {
  const auto block = documents::public_access_block_of(*call.bucket);
  if (!block) {
    return Error(Errc::NoSuchPublicAccessBlockConfiguration).with("BucketName", call.bucket->name);
  }
  return Begin(xml_reply(documents::public_access_block_document(*block)));
}

}  // namespace

extern const Operation get_public_access_block;
const Operation get_public_access_block{.name = "GetPublicAccessBlock",
                                        .method = "GET",
                                        .level = Level::bucket,
                                        .selector = "publicAccessBlock",
                                        .action = "s3:GetBucketPublicAccessBlock",
                                        .begin = begin};

}  // namespace pail::emulator::ops
