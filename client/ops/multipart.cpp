#include "client/ops/multipart.hpp"

#include "client/ops/building.hpp"
#include "client/ops/reading.hpp"
#include "client/ops/writing.hpp"
#include "client/responses.hpp"
#include "wire/date.hpp"

namespace pail::client::ops {

void fields(Reader& way, CreatedUpload& upload) {
  way.text("UploadId", upload.upload_id);
}

void fields(Writer& way, CompletedPart& part) {
  way.checksum(part.checksum);
  way.text("ETag", part.etag);
  way.number("PartNumber", part.number);
}

void fields(Writer& way, std::vector<CompletedPart>& parts) {
  way.elements("Part", parts);
}

void fields(Reader& way, CompletedUpload& upload) {
  way.text("Location", upload.location);
  way.etag("ETag", upload.etag);
  way.checksum(upload.checksum);
}

void fields(Reader& way, PartEntry& part) {
  way.number("PartNumber", part.number);
  way.etag("ETag", part.etag);
  way.number("Size", part.size);
  way.time("LastModified", part.last_modified);
  way.checksum(part.checksum);
}

void fields(Reader& way, PartPage& page) {
  way.elements("Part", page.parts);
  way.text("StorageClass", page.storage_class);
  way.checksum_kind(page.checksum, page.checksum_type);
  if (!way.truncated()) return;
  way.number("NextPartNumberMarker", page.next);
  if (!page.next) way.refuse();
}

void fields(Reader& way, UploadEntry& upload) {
  way.key("Key", upload.key);
  way.text("UploadId", upload.upload_id);
  way.text_in("Initiator", "ID", upload.initiator);
  way.text_in("Owner", "ID", upload.owner);
  way.text("StorageClass", upload.storage_class);
  way.time("Initiated", upload.initiated);
}

void fields(Reader& way, UploadPage& page) {
  way.elements("Upload", page.uploads);
  way.common_prefixes(page.common_prefixes);
  if (!way.truncated()) return;
  UploadMarker& next = page.next.emplace();
  way.key("NextKeyMarker", next.key);
  way.text("NextUploadIdMarker", next.upload_id);
  if (next.key.empty()) way.refuse();
}

namespace {

Request upload_request(std::string method, std::string bucket, std::string key,
                       std::string_view upload_id) {
  Request request = object_request(std::move(method), std::move(bucket), std::move(key));
  // Even when it is empty: a DELETE without it would be the object's.
  request.query.add("uploadId", upload_id);
  return request;
}

Result<CreatedUpload> read_created(const Answer& answer) {
  PAIL_TRY(CreatedUpload upload,
           read_document<CreatedUpload>(answer, "InitiateMultipartUploadResult"));
  if (upload.upload_id.empty()) {
    return wire::Error(wire::Errc::MalformedXML, "The answer names no upload.");
  }
  upload.aborted_at = wire::parse_http_date(answer.head.get("x-amz-abort-date"), answer.now);
  return upload;
}

Result<CompletedUpload> read_completed(const Answer& answer) {
  PAIL_TRY(CompletedUpload upload,
           read_document<CompletedUpload>(answer, "CompleteMultipartUploadResult"));
  upload.version_id = answer.head.get("x-amz-version-id");
  return upload;
}

Result<PartPage> read_part_page(const Answer& answer) {
  return read_document<PartPage>(answer, "ListPartsResult");
}

Result<UploadPage> read_upload_page(const Answer& answer) {
  return read_document<UploadPage>(answer, "ListMultipartUploadsResult");
}

}  // namespace

Operation<CreatedUpload> create_multipart_upload(std::string bucket, std::string key,
                                                 CreateUploadOptions options) {
  Request request = object_request("POST", std::move(bucket), std::move(key));
  request.query.add("uploads");
  add_headers(request, options);
  if (options.checksum) {
    add_header(request, "x-amz-checksum-algorithm", wire::name(*options.checksum));
  }
  if (options.checksum_type) {
    add_header(request, "x-amz-checksum-type", client::name(*options.checksum_type));
  }
  return operation(std::move(request), read_created);
}

Operation<CompletedUpload> complete_multipart_upload(std::string bucket, std::string key,
                                                     std::string_view upload_id,
                                                     std::vector<CompletedPart> parts,
                                                     const CompleteUploadOptions& options) {
  Request request = upload_request("POST", std::move(bucket), std::move(key), upload_id);
  add_checksum(request, options.checksum);
  if (options.object_size) {
    add_header(request, "x-amz-mp-object-size", std::to_string(*options.object_size));
  }
  add_headers(request, options.headers);
  return operation(std::move(request), write_document("CompleteMultipartUpload", parts),
                   read_completed);
}

Operation<void> abort_multipart_upload(std::string bucket, std::string key,
                                       std::string_view upload_id) {
  return operation(upload_request("DELETE", std::move(bucket), std::move(key), upload_id),
                   read_nothing);
}

Operation<PartPage> list_parts(std::string bucket, std::string key, std::string_view upload_id,
                               const ListPartsOptions& options) {
  Request request = upload_request("GET", std::move(bucket), std::move(key), upload_id);
  request.query.add("max-parts", std::to_string(options.parts_max));
  if (options.after > 0) request.query.add("part-number-marker", std::to_string(options.after));
  return operation(std::move(request), read_part_page);
}

Operation<UploadPage> list_multipart_uploads(std::string bucket,
                                             const ListUploadsOptions& options) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("uploads");
  request.query.add("encoding-type", "url");
  request.query.add("max-uploads", std::to_string(options.uploads_max));
  add_query(request, "prefix", options.prefix);
  add_query(request, "delimiter", options.delimiter);
  add_query(request, "key-marker", options.after.key);
  add_query(request, "upload-id-marker", options.after.upload_id);
  return operation(std::move(request), read_upload_page);
}

}  // namespace pail::client::ops
