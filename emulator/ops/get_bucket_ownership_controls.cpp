// GetBucketOwnershipControls. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/ownership.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

Result<Begin> begin(Call& call) {
  if (!documents::has_ownership_controls(*call.bucket)) {
    return Error(Errc::OwnershipControlsNotFoundError).with("BucketName", call.bucket->name);
  }
  wire::XmlWriter xml;
  xml.open("OwnershipControls", wire::s3_namespace).open("Rule");
  xml.element("ObjectOwnership", documents::name(documents::ownership_of(*call.bucket)));
  return Begin(xml_reply(xml.close().close().take()));
}

}  // namespace

extern const Operation get_bucket_ownership_controls;
const Operation get_bucket_ownership_controls{.name = "GetBucketOwnershipControls",
                                              .method = "GET",
                                              .level = Level::bucket,
                                              .selector = "ownershipControls",
                                              .action = "s3:GetBucketOwnershipControls",
                                              .begin = begin};

}  // namespace pail::emulator::ops
