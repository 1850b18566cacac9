// DeleteObject: gone afterwards, whether or not it was there; where the bucket keeps versions, out
// of sight behind a delete marker. Spec: shared/spec/semantics.md §7, §13, §14.
#include "emulator/objects/addressed_object.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/objects/removal.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::refuse_headers(call.headers,
                                   {"x-amz-if-match-size", "x-amz-if-match-last-modified-time"}));
  PAIL_TRY(objects::check_governance_bypass(call.headers));
  PAIL_TRY(objects::check_version_id(call));
  PAIL_TRY(const auto removed,
           objects::remove(call, {.key = call.address.key,
                                  .version_id = call.query.value("versionId"),
                                  .conditions = model::WriteConditions::of_delete(call.headers),
                                  .owner = call.caller.canonical_id}));
  Reply reply = empty_reply(204);
  if (removed.delete_marker) reply.fields.add("x-amz-delete-marker", "true");
  if (!removed.version_id.empty()) reply.fields.add("x-amz-version-id", removed.version_id);
  return Begin(std::move(reply));
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
