// GetBucketLifecycleConfiguration. Spec: shared/spec/semantics.md §20.
#include "emulator/documents/lifecycle.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

Result<Begin> begin(Call& call) {
  const std::string_view slot = call.bucket->config(model::BucketConfig::lifecycle);
  if (slot.empty()) {
    return Error(Errc::NoSuchLifecycleConfiguration).with("BucketName", call.bucket->name);
  }
  PAIL_TRY(const documents::LifecycleSlot lifecycle, documents::open_lifecycle_slot(slot));
  Reply reply = xml_reply(std::string(lifecycle.document));
  reply.fields.add(documents::transition_minimum_header, documents::name(lifecycle.minimum));
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation get_bucket_lifecycle_configuration;
const Operation get_bucket_lifecycle_configuration{.name = "GetBucketLifecycleConfiguration",
                                                   .method = "GET",
                                                   .level = Level::bucket,
                                                   .selector = "lifecycle",
                                                   .action = "s3:GetLifecycleConfiguration",
                                                   .begin = begin};

}  // namespace pail::emulator::ops
