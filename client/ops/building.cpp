#include "client/ops/building.hpp"

#include "client/responses.hpp"
#include "wire/encode.hpp"

namespace pail::client::ops {

Request service_request(std::string method) {
  Request request;
  request.method = std::move(method);
  return request;
}

Request bucket_request(std::string method, std::string bucket) {
  Request request = service_request(std::move(method));
  request.level = Level::bucket;
  request.bucket = std::move(bucket);
  return request;
}

Request object_request(std::string method, std::string bucket, std::string key) {
  Request request = bucket_request(std::move(method), std::move(bucket));
  request.level = Level::object;
  request.key = std::move(key);
  return request;
}

void add_query(Request& request, std::string_view name, std::string_view value) {
  if (!value.empty()) request.query.add(name, value);
}

void add_header(Request& request, std::string_view name, std::string_view value) {
  if (!value.empty()) request.headers.push_back({std::string(name), std::string(value)});
}

void add_headers(Request& request, const std::vector<wire::NamedText>& headers) {
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
}

void add_headers(Request& request, const NewObject& object) {
  add_header(request, "Content-Type", object.content_type);
  for (const auto& [title, value] : object.metadata) {
    request.headers.push_back({"x-amz-meta-" + title, value});
  }
  add_header(request, "x-amz-tagging", form_text(object.tags));
  add_header(request, "x-amz-storage-class", object.storage_class);
  if (object.acl) add_header(request, "x-amz-acl", name(*object.acl));
  add_headers(request, object.headers);
}

Request object_request(std::string method, std::string bucket, std::string key,
                       const GetOptions& options) {
  Request request = object_request(std::move(method), std::move(bucket), std::move(key));
  add_query(request, "versionId", options.version_id);
  if (options.part_number > 0) request.query.add("partNumber", std::to_string(options.part_number));
  add_header(request, "Range", options.range);
  if (options.checksum) add_header(request, "x-amz-checksum-mode", "ENABLED");
  add_headers(request, options.headers);
  return request;
}

void add_checksum(Request& request, const std::optional<ObjectChecksum>& checksum) {
  if (!checksum) return;
  add_header(request, wire::header_name(checksum->algorithm), checksum->value);
  if (checksum->type) add_header(request, "x-amz-checksum-type", client::name(*checksum->type));
}

std::string form_text(const std::vector<wire::NamedText>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += '&';
    wire::append_percent_encoded(text, name, false);
    text += '=';
    wire::append_percent_encoded(text, value, false);
  }
  return text;
}

std::string_view name(CannedAcl acl) noexcept {
  switch (acl) {
    case CannedAcl::private_:
      return "private";
    case CannedAcl::public_read:
      return "public-read";
    case CannedAcl::public_read_write:
      return "public-read-write";
    case CannedAcl::authenticated_read:
      return "authenticated-read";
    case CannedAcl::aws_exec_read:
      return "aws-exec-read";
    case CannedAcl::bucket_owner_read:
      return "bucket-owner-read";
    case CannedAcl::bucket_owner_full_control:
      return "bucket-owner-full-control";
    case CannedAcl::log_delivery_write:
      return "log-delivery-write";
  }
  return "private";
}

}  // namespace pail::client::ops
