#include "emulator/objects/addressed_object.hpp"

#include "emulator/invalid_argument.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;
using wire::Error;

// Whoever may not list the bucket may not learn by asking what is in it either.
Error as_told_to(const Call& call, Error error) {
  const bool missing = error.code() == Errc::NoSuchKey || error.code() == Errc::NoSuchVersion;
  if (missing && !call.permissions.may_list(call.address.key)) return Errc::AccessDenied;
  return error;
}

Error marker_refused(const Call& call) {
  return Error(Errc::MethodNotAllowed)
      .with("Method", call.request.method)
      .with("ResourceType", "DeleteMarker")
      .header("Allow", "DELETE")
      .header("x-amz-delete-marker", "true");
}

}  // namespace

Result<void> check_version_id(std::optional<std::string_view> version_id) {
  if (!version_id || *version_id == model::null_version) return wire::ok();
  if (model::is_version_id(*version_id)) return wire::ok();
  const bool empty = version_id->empty();
  return invalid_argument(
      empty ? "Version id cannot be the empty string" : "Invalid version id specified", "versionId",
      *version_id);
}

Result<void> check_version_id(const Call& call) {
  return check_version_id(call.query.value("versionId"));
}

Result<model::Object> find_addressed(const Call& call) {
  PAIL_TRY(check_version_id(call));
  const std::string& key = call.address.key;
  const auto id = call.query.value("versionId");
  auto found = id ? call.model.version(*call.bucket, key, *id) : call.model.get(*call.bucket, key);
  if (!found) return as_told_to(call, std::move(found).error());
  if (!found.value().is_delete_marker()) return found;
  return marker_refused(call).header("x-amz-version-id", found.value().version_id());
}

Result<model::Object> revise_addressed(const Call& call, const model::Model::Revision& revision,
                                       Happened how) {
  PAIL_TRY(check_version_id(call));
  const std::string& key = call.address.key;
  const Turn turn = call.events.turn(key);
  auto revised = call.model.revise(*call.bucket, key, call.query.value("versionId"), revision);
  if (revised) {
    const model::Object& object = revised.value();
    call.events.happened(
        {.what = how, .key = key, .version_id = object.version_id(), .etag = object.etag()});
    return revised;
  }
  if (revised.error().code() == Errc::MethodNotAllowed) return marker_refused(call);
  return as_told_to(call, std::move(revised).error());
}

void write_version_id(wire::FieldBlock& fields, const model::Bucket& bucket,
                      std::string_view version_id) {
  if (bucket.versioning == model::Versioning::unversioned) return;
  fields.add("x-amz-version-id", version_id);
}

}  // namespace pail::emulator::objects
