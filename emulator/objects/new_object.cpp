#include "emulator/objects/new_object.hpp"

#include "emulator/documents/acl_rules.hpp"
#include "emulator/documents/tag_set.hpp"
#include "emulator/objects/object_headers.hpp"
#include "emulator/objects/refused_headers.hpp"

namespace pail::emulator::objects {
namespace {

Result<model::Pairs> read_tags(const wire::Headers& headers, TagForm form) {
  const std::string_view text = headers.get("x-amz-tagging");
  if (text.empty()) return model::Pairs();
  return form == TagForm::header ? documents::parse_tagging_header(text)
                                 : documents::parse_tagging_field(text);
}

}  // namespace

Result<model::ObjectAttributes> read_new_object(const Call& call, TagForm tags) {
  PAIL_TRY(check_encryption(call.headers));
  PAIL_TRY(
      refuse_headers(call.headers, {"x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date",
                                    "x-amz-object-lock-legal-hold", "x-amz-write-offset-bytes"}));
  PAIL_TRY(documents::ObjectRights rights, documents::rights_of_new_object(call));
  PAIL_TRY(auto attributes, read_attributes(call.headers));
  PAIL_TRY(attributes.tags, read_tags(call.headers, tags));
  attributes.owner = std::move(rights.owner);
  attributes.acl = std::move(rights.acl);
  return attributes;
}

}  // namespace pail::emulator::objects
