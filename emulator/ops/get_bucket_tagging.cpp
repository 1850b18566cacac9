// GetBucketTagging. Spec: shared/spec/semantics.md §16.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  const std::string_view document = call.bucket->config(model::BucketConfig::tagging);
  if (!document.empty()) return Begin(xml_reply(std::string(document)));
  return wire::Error(wire::Errc::NoSuchTagSet).with("BucketName", call.bucket->name);
}

}  // namespace

extern const Operation get_bucket_tagging;
const Operation get_bucket_tagging{.name = "GetBucketTagging",
                                   .method = "GET",
                                   .level = Level::bucket,
                                   .selector = "tagging",
                                   .action = "s3:GetBucketTagging",
                                   .begin = begin};

}  // namespace pail::emulator::ops
