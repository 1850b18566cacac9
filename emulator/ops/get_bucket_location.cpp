// GetBucketLocation: the constraint the bucket was made with. Spec: shared/spec/operations.md §3.
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  wire::XmlWriter xml;
  const std::string& location = call.bucket->region;
  if (location == "us-east-1") {
    xml.empty("LocationConstraint", wire::s3_namespace);
  } else {
    xml.open("LocationConstraint", wire::s3_namespace).text(location).close();
  }
  return Begin(xml_reply(xml.take()));
}

}  // namespace

extern const Operation get_bucket_location;
const Operation get_bucket_location{.name = "GetBucketLocation",
                                    .method = "GET",
                                    .level = Level::bucket,
                                    .selector = "location",
                                    .action = "s3:GetBucketLocation",
                                    .begin = begin};

}  // namespace pail::emulator::ops
