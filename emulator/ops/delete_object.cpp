// DeleteObject: gone afterwards, whether or not it was there. Spec: shared/spec/semantics.md §7,
// §14.
#include "emulator/operation.hpp"
#include "emulator/refused_headers.hpp"
#include "emulator/reply.hpp"
#include "emulator/version_id.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(
      refuse_headers(call.headers, {"x-amz-if-match-size", "x-amz-if-match-last-modified-time"}));
  PAIL_TRY(check_governance_bypass(call.headers));
  PAIL_TRY(check_version_id(call));
  PAIL_TRY(call.model.remove(*call.bucket,
                             {.key = call.address.key,
                              .conditions = model::WriteConditions::of_delete(call.headers),
                              .owner = call.caller.canonical_id},
                             call.now));
  return Begin(empty_reply(204));
}

}  // namespace

extern const Operation delete_object;
const Operation delete_object{.name = "DeleteObject",
                              .method = "DELETE",
                              .level = Level::object,
                              .action = "s3:DeleteObject",
                              .version_action = "s3:DeleteObjectVersion",
                              .takes_version = true,
                              .begin = begin};

}  // namespace pail::emulator::ops
