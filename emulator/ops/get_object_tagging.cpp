// GetObjectTagging: an empty set where there are no tags. Spec: shared/spec/semantics.md §16.
#include "emulator/documents/tag_set.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(const model::Object object, objects::find_addressed(call));
  Reply reply = xml_reply(documents::tagging_document(object.tags()));
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation get_object_tagging;
const Operation get_object_tagging{.name = "GetObjectTagging",
                                   .method = "GET",
                                   .level = Level::object,
                                   .selector = "tagging",
                                   .action = "s3:GetObjectTagging",
                                   .version_action = "s3:GetObjectVersionTagging",
                                   .takes_version = true,
                                   .begin = begin};

}  // namespace pail::emulator::ops
