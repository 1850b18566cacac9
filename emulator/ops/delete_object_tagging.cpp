// DeleteObjectTagging. Spec: shared/spec/semantics.md §16.
#include "emulator/objects/addressed_object.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(const model::Object object,
           objects::revise_addressed(call, {.tags = model::Pairs()}, Happened::untagged));
  Reply reply = empty_reply(204);
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation delete_object_tagging;
const Operation delete_object_tagging{.name = "DeleteObjectTagging",
                                      .method = "DELETE",
                                      .level = Level::object,
                                      .selector = "tagging",
                                      .action = "s3:DeleteObjectTagging",
                                      .version_action = "s3:DeleteObjectVersionTagging",
                                      .takes_version = true,
                                      .begin = begin};

}  // namespace pail::emulator::ops
