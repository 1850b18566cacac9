// ListObjectVersions: every version and delete marker, newest first within a key. Spec:
// shared/spec/semantics.md §12, operations.md §3.
#include <algorithm>

#include "emulator/documents/listing.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"

namespace pail::emulator::ops {
namespace {

constexpr std::string_view id_marker_name = "version-id-marker";

// Where the page begins; "" for what was not sent.
struct Markers {
  std::string_view key;
  std::string_view version_id;
};

Result<Markers> read_markers(const wire::Query& query) {
  const Markers markers{query.value("key-marker").value_or(std::string_view{}),
                        query.value(id_marker_name).value_or(std::string_view{})};
  if (markers.version_id.empty()) return markers;
  if (markers.key.empty()) {
    return invalid_argument("A version-id marker cannot be specified without a key marker.",
                            id_marker_name, markers.version_id);
  }
  if (markers.version_id == model::null_version || model::is_version_id(markers.version_id)) {
    return markers;
  }
  return invalid_argument("Invalid version id specified", id_marker_name, markers.version_id);
}

Result<model::VersionPage> read_versions(const Call& call,
                                         const documents::ListParameters& parameters,
                                         const Markers& markers) {
  if (parameters.max_keys == 0) return model::VersionPage{};
  model::VersionQuery query{.prefix = std::string(parameters.prefix),
                            .delimiter = std::string(parameters.delimiter),
                            .key_marker = std::string(markers.key),
                            .versions_max = std::min(static_cast<std::size_t>(parameters.max_keys),
                                                     std::size_t{wire::limits::list_keys_max})};
  if (!markers.version_id.empty()) query.version_id_marker = std::string(markers.version_id);
  return call.model.list_versions(*call.bucket, query);
}

void write_next(wire::XmlWriter& xml, const documents::ListParameters& parameters,
                const model::VersionPage& page) {
  if (!page.truncated) return;
  xml.element("NextKeyMarker", documents::shown(parameters, page.next_key_marker));
  if (page.next_version_id_marker.empty()) return;
  xml.element("NextVersionIdMarker", page.next_version_id_marker);
}

void write_version(wire::XmlWriter& xml, const documents::ListParameters& parameters,
                   const model::ListedVersion& listed) {
  const model::Object& version = listed.version;
  const bool marker = version.is_delete_marker();
  xml.open(marker ? "DeleteMarker" : "Version")
      .element("Key", documents::shown(parameters, listed.key))
      .element("VersionId", version.version_id())
      .element("IsLatest", listed.is_latest);
  if (marker) {
    xml.element("LastModified", wire::format_iso_milliseconds(version.last_modified()));
    documents::write_owner(xml, version.owner());
  } else {
    documents::write_facts(xml, version, documents::Owners::shown);
  }
  xml.close();
}

Result<void> check_query(const wire::Query& query) {
  PAIL_TRY(documents::read_integer(query, "max-keys", 0));
  return wire::ok();
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const documents::ListParameters parameters, documents::read_list_parameters(call.query));
  PAIL_TRY(const Markers markers, read_markers(call.query));
  if (parameters.max_keys < 0) return invalid_argument("max-keys cannot be negative", "max-keys");
  PAIL_TRY(const model::VersionPage page, read_versions(call, parameters, markers));
  wire::XmlWriter xml;
  xml.open("ListVersionsResult", wire::s3_namespace)
      .element("Name", call.bucket->name)
      .element("Prefix", documents::shown(parameters, parameters.prefix))
      .element("KeyMarker", documents::shown(parameters, markers.key))
      .element("VersionIdMarker", markers.version_id);
  write_next(xml, parameters, page);
  xml.element("MaxKeys", static_cast<std::uint64_t>(parameters.max_keys));
  documents::write_tail_of_parameters(xml, parameters, page.truncated);
  for (const model::ListedVersion& listed : page.versions) write_version(xml, parameters, listed);
  documents::write_common_prefixes(xml, parameters, page.common_prefixes);
  return Begin(xml_reply(xml.close().take()));
}

}  // namespace

extern const Operation list_object_versions;
const Operation list_object_versions{.name = "ListObjectVersions",
                                     .method = "GET",
                                     .level = Level::bucket,
                                     .selector = "versions",
                                     .action = "s3:ListBucketVersions",
                                     .check_query = check_query,
                                     .begin = begin};

}  // namespace pail::emulator::ops
