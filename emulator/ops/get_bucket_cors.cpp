// GetBucketCors. Spec: shared/spec/semantics.md §21.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

Result<Begin> begin(Call& call) {
  const std::string_view document = call.bucket->config(model::BucketConfig::cors);
  if (document.empty()) {
    return Error(Errc::NoSuchCORSConfiguration).with("BucketName", call.bucket->name);
  }
  return Begin(xml_reply(std::string(document)));
}

}  // namespace

extern const Operation get_bucket_cors;
const Operation get_bucket_cors{.name = "GetBucketCors",
                                .method = "GET",
                                .level = Level::bucket,
                                .selector = "cors",
                                .action = "s3:GetBucketCORS",
                                .begin = begin};

}  // namespace pail::emulator::ops
