// GetBucketAcl. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/acl_rules.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  return Begin(xml_reply(documents::bucket_acl_document(*call.bucket)));
}

}  // namespace

extern const Operation get_bucket_acl;
const Operation get_bucket_acl{.name = "GetBucketAcl",
                               .method = "GET",
                               .level = Level::bucket,
                               .selector = "acl",
                               .action = "s3:GetBucketAcl",
                               .begin = begin};

}  // namespace pail::emulator::ops
