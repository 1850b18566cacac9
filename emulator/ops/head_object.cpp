// HeadObject: GetObject without the bytes. Spec: shared/spec/semantics.md §4.
#include "emulator/objects/object_answer.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::ObjectAnswer answer, objects::answer_object(call));
  if (answer.object) answer.reply.head_length = answer.length;
  return Begin(std::move(answer.reply));
}

}  // namespace

extern const Operation head_object;
const Operation head_object{.name = "HeadObject",
                            .method = "HEAD",
                            .level = Level::object,
                            .action = "s3:GetObject",
                            .version_action = "s3:GetObjectVersion",
                            .takes_version = true,
                            .begin = begin};

}  // namespace pail::emulator::ops
