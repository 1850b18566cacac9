#include "client/ops/objects.hpp"

#include "client/ops/building.hpp"
#include "client/ops/reading.hpp"
#include "client/ops/writing.hpp"
#include "client/responses.hpp"
#include "wire/date.hpp"

namespace pail::client::ops {

void fields(Reader& way, ObjectPartFacts& part) {
  way.number("PartNumber", part.number);
  way.number("Size", part.size);
  way.checksum(part.checksum);
}

void fields(Reader& way, ObjectAttributes& object) {
  way.etag("ETag", object.etag);
  way.inside("Checksum", [&](Reader& checksum) { checksum.checksum(object.checksum); });
  way.number("ObjectSize", object.size);
  way.text("StorageClass", object.storage_class);
  way.inside("ObjectParts", [&](Reader& parts) {
    // The model of the SDKs calls it TotalPartsCount; S3 sends PartsCount.
    parts.number("TotalPartsCount", object.parts_count);
    parts.number("PartsCount", object.parts_count);
    parts.elements("Part", object.parts);
    if (!parts.truncated()) return;
    parts.number("NextPartNumberMarker", object.next_part);
    if (!object.next_part) parts.refuse();
  });
}

void fields(Writer& way, ObjectToDelete& object) {
  way.key("Key", object.key);
  way.text("VersionId", object.version_id);
  way.text("ETag", object.etag);
}

void fields(Reader& way, DeletedObject& object) {
  way.text("Key", object.key);
  way.text("VersionId", object.version_id);
  way.flag("DeleteMarker", object.delete_marker);
  way.text("DeleteMarkerVersionId", object.delete_marker_version_id);
}

void fields(Reader& way, DeleteFailure& failure) {
  way.text("Key", failure.key);
  way.text("Code", failure.code);
  way.text("Message", failure.message);
  way.text("VersionId", failure.version_id);
}

void fields(Reader& way, DeleteObjectsResult& result) {
  way.elements("Deleted", result.deleted);
  way.elements("Error", result.failed);
}

struct DeleteRequest {
  std::vector<ObjectToDelete> objects;
  bool quiet = false;
};

void fields(Writer& way, DeleteRequest& request) {
  way.elements("Object", request.objects);
  if (request.quiet) way.flag("Quiet", true);
}

namespace {

Result<ObjectInfo> read_head(const Answer& answer) {
  return read_object_info(answer.head, answer.now);
}

Result<ObjectAttributes> read_attributes(const Answer& answer) {
  PAIL_TRY(ObjectAttributes object,
           read_document<ObjectAttributes>(answer, "GetObjectAttributesResponse"));
  const auto modified = wire::parse_http_date(answer.head.get("Last-Modified"), answer.now);
  if (modified) object.last_modified = *modified;
  object.version_id = answer.head.get("x-amz-version-id");
  return object;
}

Result<DeleteResult> read_deleted(const Answer& answer) {
  return read_delete(answer.head);
}

Result<DeleteObjectsResult> read_deleted_objects(const Answer& answer) {
  return read_document<DeleteObjectsResult>(answer, "DeleteResult");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += text.empty() ? name : "," + name;
  return text;
}

}  // namespace

Operation<ObjectInfo> head_object(std::string bucket, std::string key, const GetOptions& options) {
  return operation(object_request("HEAD", std::move(bucket), std::move(key), options), read_head);
}

Operation<ObjectAttributes> get_object_attributes(std::string bucket, std::string key,
                                                  const AttributesOptions& options) {
  Request request = object_request("GET", std::move(bucket), std::move(key));
  request.query.add("attributes");
  add_query(request, "versionId", options.version_id);
  add_header(request, "x-amz-object-attributes", joined(options.attributes));
  add_header(request, "x-amz-max-parts", std::to_string(options.parts_max));
  if (options.after_part > 0) {
    add_header(request, "x-amz-part-number-marker", std::to_string(options.after_part));
  }
  return operation(std::move(request), read_attributes);
}

Operation<DeleteResult> delete_object(std::string bucket, std::string key,
                                      const DeleteOptions& options) {
  Request request = object_request("DELETE", std::move(bucket), std::move(key));
  add_query(request, "versionId", options.version_id);
  add_header(request, "If-Match", options.if_match);
  return operation(std::move(request), read_deleted);
}

Operation<DeleteObjectsResult> delete_objects(std::string bucket,
                                              std::vector<ObjectToDelete> objects, bool quiet) {
  Request request = bucket_request("POST", std::move(bucket));
  request.query.add("delete");
  DeleteRequest document{std::move(objects), quiet};
  return operation(std::move(request), write_document("Delete", document), read_deleted_objects);
}

}  // namespace pail::client::ops
