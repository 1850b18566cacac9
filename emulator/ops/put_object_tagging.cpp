// PutObjectTagging: tags in the place of those there were. Spec: shared/spec/semantics.md §16.
#include "emulator/documents/configuration.hpp"
#include "emulator/documents/tag_set.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

constexpr std::string_view action = "s3:PutObjectTagging";
constexpr std::string_view version_action = "s3:PutObjectVersionTagging";

// Policies may speak of the tags asked for, which stand in the body: so it is judged here.
Result<void> check_permission(const Call& call, const model::Pairs& tags) {
  const auto version = call.query.value("versionId");
  return call.permissions.check({.action = version ? version_action : action,
                                 .key = call.address.key,
                                 .version_id = version.value_or(std::string_view{}),
                                 .tags = &tags});
}

Result<Reply> finish(Call& call, const BodyDigests& digests, std::string_view document) {
  PAIL_TRY(model::Pairs tags, documents::parse_tagging(document, documents::TagOwner::object));
  PAIL_TRY(documents::check_digests(call, digests));
  PAIL_TRY(check_permission(call, tags));
  PAIL_TRY(const model::Object object,
           objects::revise_addressed(call, {.tags = std::move(tags)}, Happened::tagged));
  Reply reply = empty_reply(200);
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return reply;
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(objects::check_version_id(call));
  return documents::collect_configuration(call, wire::limits::xml_body_bytes_max, finish);
}

}  // namespace

extern const Operation put_object_tagging;
const Operation put_object_tagging{.name = "PutObjectTagging",
                                   .method = "PUT",
                                   .level = Level::object,
                                   .selector = "tagging",
                                   .action = action,
                                   .version_action = version_action,
                                   .asks_per_key = true,
                                   .takes_version = true,
                                   .begin = begin};

}  // namespace pail::emulator::ops
