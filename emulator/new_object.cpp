#include "emulator/new_object.hpp"

#include "emulator/object_headers.hpp"
#include "emulator/refused_headers.hpp"

namespace pail::emulator {

Result<model::ObjectAttributes> read_new_object(const Call& call) {
  PAIL_TRY(check_encryption(call.headers));
  PAIL_TRY(refuse_headers(
      call.headers,
      {"x-amz-tagging", "x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date",
       "x-amz-object-lock-legal-hold", "x-amz-write-offset-bytes"}));
  PAIL_TRY(check_object_acl(call.headers));
  PAIL_TRY(auto attributes, read_attributes(call.headers));
  attributes.owner = call.caller.canonical_id;
  return attributes;
}

}  // namespace pail::emulator
