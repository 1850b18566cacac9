// GetObjectAcl. Spec: shared/spec/semantics.md §17.
#include "emulator/documents/acl_rules.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(const model::Object object, objects::find_addressed(call));
  Reply reply = xml_reply(documents::object_acl_document(*call.bucket, object));
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation get_object_acl;
const Operation get_object_acl{.name = "GetObjectAcl",
                               .method = "GET",
                               .level = Level::object,
                               .selector = "acl",
                               .action = "s3:GetObjectAcl",
                               .version_action = "s3:GetObjectVersionAcl",
                               .takes_version = true,
                               .begin = begin};

}  // namespace pail::emulator::ops
