// The requests about uploads in parts, and about temporary keys: implements their readers of
// requests.hpp.
#include <boost/json/array.hpp>

#include "signer/service/json_list.hpp"
#include "signer/service/policy.hpp"
#include "signer/service/requests.hpp"
#include "wire/json_reader.hpp"
#include "wire/limits.hpp"

namespace pail::signer::service {
namespace {

namespace json = boost::json;
using wire::ObjectReader;
using wire::limits::part_number_max;

constexpr std::size_t etag_bytes_max = 1'024;  // ours: 34 with its quotes, more on other servers
constexpr std::size_t upload_id_bytes_max = 1'024;  // ours: S3's have 128

std::string filled_text(ObjectReader& reader, std::string_view name, std::size_t bytes_max) {
  std::string text = reader.required_text(name);
  if (text.empty()) reader.refuse(name, "must not be empty");
  if (text.size() > bytes_max) reader.refuse(name, "is too long");
  return text;
}

// "" when it is not there.
std::string optional_text(ObjectReader& reader, std::string_view name, std::size_t bytes_max) {
  return reader.find(name) == nullptr ? std::string() : filled_text(reader, name, bytes_max);
}

FinishedPart read_part(ObjectReader& reader, unsigned after) {
  FinishedPart part;
  part.number = reader.required_whole<unsigned>("number", 1, part_number_max);
  part.etag = filled_text(reader, "etag", etag_bytes_max);
  if (part.number <= after) reader.refuse("number", "must be greater than the one before");
  return part;
}

Result<std::vector<FinishedPart>> read_parts(ObjectReader& reader) {
  std::vector<FinishedPart> parts;
  if (reader.find("parts") == nullptr) return parts;
  PAIL_TRY(each_object(reader, "parts", [&](ObjectReader& part) -> Result<void> {
    parts.push_back(read_part(part, parts.empty() ? 0 : parts.back().number));
    return wire::ok();
  }));
  if (parts.empty()) reader.refuse("parts", "must not be empty");
  return parts;
}

UploadRequest read_upload(ObjectReader& reader) {
  UploadRequest request;
  request.key = filled_text(reader, "key", wire::limits::key_bytes_max);
  request.bucket = optional_text(reader, "bucket", wire::limits::bucket_name_bytes_max);
  request.upload_id = filled_text(reader, "upload_id", upload_id_bytes_max);
  return request;
}

}  // namespace

Result<MultipartRequest> read_multipart_request(std::string_view text) {
  PAIL_TRY(const json::object document, wire::parse_json_object(text));
  ObjectReader reader(document);
  MultipartRequest request;
  request.key = optional_text(reader, "key", wire::limits::key_bytes_max);
  request.filename = optional_text(reader, "filename", wire::limits::key_bytes_max);
  request.bucket = optional_text(reader, "bucket", wire::limits::bucket_name_bytes_max);
  request.content_type = reader.text("content_type").value_or("");
  request.size =
      reader.required_whole<std::uint64_t>("size", 1, static_cast<std::int64_t>(object_bytes_max));
  request.upload_id = optional_text(reader, "upload_id", upload_id_bytes_max);
  if (request.key.empty() == request.filename.empty()) {
    reader.refuse("key", "is needed, or \"filename\" in its place");
  }
  if (!request.upload_id.empty() && request.key.empty()) {
    reader.refuse("key", "is needed beside \"upload_id\"");
  }
  PAIL_TRY(reader.finish());
  PAIL_TRY(check_content_type(request.content_type));
  return request;
}

Result<UploadRequest> read_complete_request(std::string_view text) {
  PAIL_TRY(const json::object document, wire::parse_json_object(text));
  ObjectReader reader(document);
  UploadRequest request = read_upload(reader);
  PAIL_TRY(request.parts, read_parts(reader));
  PAIL_TRY(reader.finish());
  return request;
}

Result<UploadRequest> read_abort_request(std::string_view text) {
  PAIL_TRY(const json::object document, wire::parse_json_object(text));
  ObjectReader reader(document);
  UploadRequest request = read_upload(reader);
  PAIL_TRY(reader.finish());
  return request;
}

Result<CredentialsRequest> read_credentials_request(std::string_view text) {
  PAIL_TRY(const json::object document, wire::parse_json_object(text));
  ObjectReader reader(document);
  CredentialsRequest request;
  request.bucket = optional_text(reader, "bucket", wire::limits::bucket_name_bytes_max);
  PAIL_TRY(reader.finish());
  return request;
}

}  // namespace pail::signer::service
