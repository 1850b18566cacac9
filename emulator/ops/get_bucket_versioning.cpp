// GetBucketVersioning: empty for a bucket that never was versioned. Spec:
// shared/spec/semantics.md §13.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  wire::XmlWriter xml;
  const std::string_view status = call.bucket->config(model::BucketConfig::versioning);
  if (status.empty()) {
    xml.empty("VersioningConfiguration", wire::s3_namespace);
  } else {
    xml.open("VersioningConfiguration", wire::s3_namespace).element("Status", status).close();
  }
  return Begin(xml_reply(xml.take()));
}

}  // namespace

extern const Operation get_bucket_versioning;
const Operation get_bucket_versioning{.name = "GetBucketVersioning",
                                      .method = "GET",
                                      .level = Level::bucket,
                                      .selector = "versioning",
                                      .action = "s3:GetBucketVersioning",
                                      .begin = begin};

}  // namespace pail::emulator::ops
