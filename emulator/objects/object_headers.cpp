#include "emulator/objects/object_headers.hpp"

#include <algorithm>

#include "emulator/documents/object_facts.hpp"
#include "emulator/header_text.hpp"
#include "emulator/invalid_argument.hpp"
#include "signer/chunked.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using model::SystemHeader;
using wire::Errc;
using wire::Error;

constexpr std::string_view metadata_prefix = "x-amz-meta-";
constexpr std::string_view storage_class_header = "x-amz-storage-class";
constexpr std::string_view redirect_header = "x-amz-website-redirect-location";
constexpr std::size_t redirect_bytes_max = 2048;  // S3

// OUTPOSTS, SNOW and EXPRESS_ONEZONE are refused on general purpose buckets.
constexpr std::array<std::string_view, 8> storage_classes = {
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
    "GLACIER",  "DEEP_ARCHIVE",       "GLACIER_IR"};

// By SystemHeader.
constexpr std::array<std::string_view, model::system_header_count> override_parameters = {
    "response-cache-control",    "response-content-disposition", "response-content-encoding",
    "response-content-language", "response-content-type",        "response-expires"};

void read_system_headers(const wire::Headers& headers, model::ObjectAttributes& attributes) {
  for (std::size_t i = 0; i < model::system_header_count; ++i) {
    attributes.system_headers[i] = headers.get(model::header_name(static_cast<SystemHeader>(i)));
  }
  auto& coding =
      attributes.system_headers[static_cast<std::size_t>(SystemHeader::content_encoding)];
  coding = signer::content_encoding_without_aws_chunked(headers.joined("Content-Encoding"));
}

// Values of one name join with ','.
void add_metadata(model::ObjectAttributes& attributes, std::string name, std::string value) {
  const auto same = std::find_if(attributes.metadata.begin(), attributes.metadata.end(),
                                 [&](const auto& pair) { return pair.first == name; });
  if (same == attributes.metadata.end()) {
    attributes.metadata.emplace_back(std::move(name), std::move(value));
  } else {
    same->second.append(",").append(value);
  }
}

Result<void> read_metadata(const wire::Headers& headers, model::ObjectAttributes& attributes) {
  for (const wire::Header& field : headers) {
    if (!wire::istarts_with(field.name, metadata_prefix)) continue;
    add_metadata(attributes, wire::lower(field.name.substr(metadata_prefix.size())),
                 utf8_of_header(field.value));
  }
  std::size_t bytes = 0;
  for (const auto& [name, value] : attributes.metadata) bytes += name.size() + value.size();
  constexpr std::size_t bytes_max = wire::limits::user_metadata_bytes_max;
  if (bytes <= bytes_max) return wire::ok();
  return Error(Errc::MetadataTooLarge)
      .with("Size", std::to_string(bytes))
      .with("MaxSizeAllowed", std::to_string(bytes_max));
}

Result<std::string> read_storage_class(const wire::Headers& headers) {
  const auto name = headers.find(storage_class_header);
  if (!name || *name == "STANDARD") return std::string();
  if (std::find(storage_classes.begin(), storage_classes.end(), *name) == storage_classes.end()) {
    return Error(Errc::InvalidStorageClass).with("StorageClassRequested", *name);
  }
  return std::string(*name);
}

Result<std::string> read_redirect(const wire::Headers& headers) {
  const std::string_view location = headers.get(redirect_header);
  const bool leads = location.empty() || location.starts_with('/') ||
                     location.starts_with("http://") || location.starts_with("https://");
  if (!leads) {
    return invalid_argument(
        "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
        redirect_header, location);
  }
  if (location.size() > redirect_bytes_max) {
    return invalid_argument(
        "The length of website redirect location cannot exceed 2,048 characters.", redirect_header,
        location);
  }
  return std::string(location);
}

void write_system_header(wire::FieldBlock& fields, const model::Object& object, SystemHeader header,
                         const HeaderOverrides& overrides) {
  const auto& instead = overrides[static_cast<std::size_t>(header)];
  std::string_view value = instead ? *instead : object.system_header(header);
  if (value.empty() && header == SystemHeader::content_type) value = model::default_content_type;
  if (!value.empty()) fields.add(model::header_name(header), value);
}

}  // namespace

Result<model::ObjectAttributes> read_attributes(const wire::Headers& headers) {
  model::ObjectAttributes attributes;
  PAIL_TRY(attributes.storage_class, read_storage_class(headers));
  PAIL_TRY(attributes.website_redirect, read_redirect(headers));
  read_system_headers(headers, attributes);
  PAIL_TRY(read_metadata(headers, attributes));
  return attributes;
}

Result<HeaderOverrides> read_overrides(const wire::Query& query, const Caller& caller) {
  HeaderOverrides overrides;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const auto value = query.value(override_parameters[i]);
    if (!value) continue;
    if (caller.anonymous()) {
      return Error(Errc::InvalidRequest,
                   "Request specific response headers cannot be used for anonymous GET requests.");
    }
    overrides[i] = latin1_of_utf8(*value);
    if (!overrides[i]) {
      return invalid_argument("Header value cannot be represented using ISO-8859-1.",
                              override_parameters[i], *value);
    }
  }
  return overrides;
}

void write_validators(wire::FieldBlock& fields, const model::Object& object,
                      const HeaderOverrides& overrides) {
  fields.add("ETag", documents::quoted_etag(object.etag()))
      .add("Last-Modified", wire::http_date(object.last_modified()));
  write_system_header(fields, object, SystemHeader::cache_control, overrides);
  write_system_header(fields, object, SystemHeader::expires, overrides);
}

void write_object_headers(wire::FieldBlock& fields, const model::Object& object,
                          const HeaderOverrides& overrides) {
  for (const SystemHeader header :
       {SystemHeader::content_type, SystemHeader::content_encoding, SystemHeader::content_language,
        SystemHeader::content_disposition}) {
    write_system_header(fields, object, header, overrides);
  }
  fields.add_constant("Accept-Ranges: bytes\r\nx-amz-server-side-encryption: AES256\r\n");
  if (!object.storage_class().empty()) fields.add(storage_class_header, object.storage_class());
  if (!object.website_redirect().empty()) fields.add(redirect_header, object.website_redirect());
  if (const std::size_t tags = object.tag_count(); tags > 0) {
    fields.add("x-amz-tagging-count", tags);
  }
  for (const auto& [name, value] : object.metadata()) {
    fields.add(std::string(metadata_prefix).append(name), header_of_utf8(value));
  }
}

void write_checksum(wire::FieldBlock& fields, const model::Object& object) {
  const auto algorithm = object.checksum_algorithm();
  if (!algorithm) return;
  fields.add(wire::header_name(*algorithm), object.checksum())
      .add("x-amz-checksum-type", documents::checksum_type_name(object.checksum_type()));
}

}  // namespace pail::emulator::objects
