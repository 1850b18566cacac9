#include "client/responses.hpp"

#include <algorithm>
#include <utility>

#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::client {
namespace {

using wire::XmlNode;

Result<wire::XmlDocument> document(std::string_view xml, std::string_view root) {
  PAIL_TRY(wire::XmlDocument parsed, wire::XmlDocument::parse(wire::trim(xml)));
  if (parsed.root().name() != root) {
    return wire::Error(wire::Errc::MalformedXML,
                       "The answer is no " + std::string(root) + " document.");
  }
  return parsed;
}

wire::Time read_time(std::string_view text) {
  return wire::parse_iso_extended(text).value_or(wire::Time());
}

// A name that encoding-type=url may have encoded; one that does not decode was not encoded.
std::string read_name(std::string_view text, bool encoded) {
  if (!encoded) return std::string(text);
  return wire::query_decode(text).value_or(std::string(text));
}

ObjectEntry read_entry(const XmlNode& contents, bool encoded) {
  ObjectEntry entry;
  entry.key = read_name(contents.child_text("Key"), encoded);
  entry.size = wire::parse_unsigned(contents.child_text("Size")).value_or(0);
  entry.etag = contents.child_text("ETag");
  entry.storage_class = contents.child_text("StorageClass");
  entry.last_modified = read_time(contents.child_text("LastModified"));
  return entry;
}

constexpr std::string_view metadata_prefix = "x-amz-meta-";

unsigned read_count(std::string_view text) {
  const auto number = wire::parse_unsigned(text).value_or(0);
  return static_cast<unsigned>(std::min<std::uint64_t>(number, UINT32_MAX));
}

void read_metadata(const net::ResponseHead& head, ObjectInfo& info) {
  for (const auto& [name, value] : head.headers()) {
    if (!wire::istarts_with(name, metadata_prefix)) continue;
    info.metadata.push_back({wire::lower(name.substr(metadata_prefix.size())), std::string(value)});
  }
}

constexpr std::string_view composite_name = "COMPOSITE";
constexpr std::string_view full_object_name = "FULL_OBJECT";

}  // namespace

std::string_view name(ChecksumType type) noexcept {
  return type == ChecksumType::composite ? composite_name : full_object_name;
}

std::optional<ChecksumType> checksum_type_from_name(std::string_view name) noexcept {
  if (name == composite_name) return ChecksumType::composite;
  if (name == full_object_name) return ChecksumType::full_object;
  return std::nullopt;
}

std::optional<ObjectChecksum> read_checksum(const net::ResponseHead& head) {
  for (const auto& [name, value] : head.headers()) {
    const auto algorithm = wire::checksum_from_header(name);
    if (!algorithm) continue;
    return ObjectChecksum{*algorithm, std::string(value),
                          checksum_type_from_name(head.get("x-amz-checksum-type"))};
  }
  return std::nullopt;
}

ObjectInfo read_object_info(const net::ResponseHead& head, wire::Time now) {
  ObjectInfo info;
  info.size = wire::parse_unsigned(head.get("Content-Length")).value_or(0);
  info.etag = head.get("ETag");
  info.content_type = head.get("Content-Type");
  info.content_range = head.get("Content-Range");
  info.version_id = head.get("x-amz-version-id");
  if (const auto modified = wire::parse_http_date(head.get("Last-Modified"), now)) {
    info.last_modified = *modified;
  }
  read_metadata(head, info);
  info.checksum = read_checksum(head);
  info.storage_class = head.get("x-amz-storage-class");
  info.cache_control = head.get("Cache-Control");
  info.content_disposition = head.get("Content-Disposition");
  info.content_encoding = head.get("Content-Encoding");
  info.content_language = head.get("Content-Language");
  info.expires = head.get("Expires");
  info.tag_count = read_count(head.get("x-amz-tagging-count"));
  info.parts_count = read_count(head.get("x-amz-mp-parts-count"));
  return info;
}

PutResult read_put(const net::ResponseHead& head) {
  return {std::string(head.get("ETag")), std::string(head.get("x-amz-version-id")),
          read_checksum(head)};
}

DeleteResult read_delete(const net::ResponseHead& head) {
  return {std::string(head.get("x-amz-version-id")), head.get("x-amz-delete-marker") == "true"};
}

Result<std::vector<BucketEntry>> read_bucket_list(std::string_view xml) {
  PAIL_TRY(const wire::XmlDocument parsed, document(xml, "ListAllMyBucketsResult"));
  std::vector<BucketEntry> buckets;
  for (const XmlNode& bucket : parsed.root().child("Buckets").children("Bucket")) {
    buckets.push_back(
        {std::string(bucket.child_text("Name")), read_time(bucket.child_text("CreationDate"))});
  }
  return buckets;
}

Result<std::string> read_location(std::string_view xml) {
  PAIL_TRY(const wire::XmlDocument parsed, document(xml, "LocationConstraint"));
  const std::string_view region = parsed.root().text();
  if (region.empty()) return std::string("us-east-1");
  if (region == "EU") return std::string("eu-west-1");
  return std::string(region);
}

Result<ListPage> read_list_page(std::string_view xml) {
  PAIL_TRY(const wire::XmlDocument parsed, document(xml, "ListBucketResult"));
  const XmlNode root = parsed.root();
  const bool encoded = wire::iequals(root.child_text("EncodingType"), "url");
  ListPage page;
  for (const XmlNode& element : root.children()) {
    if (element.name() == "Contents") page.objects.push_back(read_entry(element, encoded));
    if (element.name() == "CommonPrefixes") {
      page.common_prefixes.push_back(read_name(element.child_text("Prefix"), encoded));
    }
  }
  page.next_token = root.child_text("NextContinuationToken");
  // A server that answers the first version of this call would be read as having no more keys.
  if (root.child_text("IsTruncated") == "true" && page.next_token.empty()) {
    return wire::Error(wire::Errc::MalformedXML,
                       "The listing is cut off but says not where it goes on; does this server "
                       "know ListObjectsV2?");
  }
  return page;
}

Result<DeleteObjectsResult> read_delete_objects(std::string_view xml) {
  PAIL_TRY(const wire::XmlDocument parsed, document(xml, "DeleteResult"));
  DeleteObjectsResult result;
  for (const XmlNode& element : parsed.root().children()) {
    const std::string key(element.child_text("Key"));
    if (element.name() == "Deleted") result.deleted.push_back(key);
    if (element.name() == "Error") {
      result.failed.push_back({key, std::string(element.child_text("Code")),
                               std::string(element.child_text("Message"))});
    }
  }
  return result;
}

std::string delete_objects_xml(const std::vector<std::string>& keys) {
  wire::XmlWriter xml;
  xml.open("Delete", wire::s3_namespace);
  for (const std::string& key : keys) xml.open("Object").element("Key", key).close();
  xml.close();
  return xml.take();
}

std::string create_bucket_xml(std::string_view region) {
  wire::XmlWriter xml;
  xml.open("CreateBucketConfiguration", wire::s3_namespace)
      .element("LocationConstraint", region)
      .close();
  return xml.take();
}

}  // namespace pail::client
