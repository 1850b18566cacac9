#include "client/responses.hpp"

#include <algorithm>

#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::client {
namespace {

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

bool is_of_all_bytes(const ObjectChecksum& checksum) noexcept {
  return checksum.type != ChecksumType::composite && checksum.value.find('-') == std::string::npos;
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

}  // namespace pail::client
