#include "client/ops/listings.hpp"

#include <algorithm>

#include "client/ops/building.hpp"
#include "client/ops/reading.hpp"

namespace pail::client::ops {

void fields(Reader& way, ObjectEntry& object) {
  way.key("Key", object.key);
  way.number("Size", object.size);
  way.etag("ETag", object.etag);
  way.text("StorageClass", object.storage_class);
  way.time("LastModified", object.last_modified);
  way.text_in("Owner", "ID", object.owner);
  way.checksum_kind(object.checksum, object.checksum_type);
}

void fields(Reader& way, VersionEntry& version) {
  way.key("Key", version.key);
  way.text("VersionId", version.version_id);
  way.flag("IsLatest", version.is_latest);
  way.time("LastModified", version.last_modified);
  way.text_in("Owner", "ID", version.owner);
  way.etag("ETag", version.etag);
  way.number("Size", version.size);
  way.text("StorageClass", version.storage_class);
  way.checksum_kind(version.checksum, version.checksum_type);
}

// Versions and markers are elements of two names, and their order counts.
void fields(Reader& way, VersionPage& page) {
  way.each([&](std::string_view name, Reader& entry) {
    if (name != "Version" && name != "DeleteMarker") return;
    fields(entry, page.versions.emplace_back());
    page.versions.back().is_delete_marker = name == "DeleteMarker";
  });
  way.common_prefixes(page.common_prefixes);
  if (!way.truncated()) return;
  VersionMarker& next = page.next.emplace();
  way.key("NextKeyMarker", next.key);
  way.text("NextVersionIdMarker", next.version_id);
  if (next.key.empty()) way.refuse();
}

namespace {

// A listing of either version, before it is known where the next page begins.
struct Listing {
  ListPage page;
  bool truncated = false;
  std::string next_marker;
};

Result<Listing> read_listing(const Answer& answer) {
  PAIL_TRY(AnswerDocument document, AnswerDocument::open(answer, "ListBucketResult"));
  Listing listing;
  Reader way = document.reader();
  way.elements("Contents", listing.page.objects);
  way.common_prefixes(listing.page.common_prefixes);
  way.text("NextContinuationToken", listing.page.next_token);
  way.key("NextMarker", listing.next_marker);
  listing.truncated = way.truncated();
  PAIL_TRY(document.finish());
  return listing;
}

Result<ListPage> read_page_v2(const Answer& answer) {
  PAIL_TRY(Listing listing, read_listing(answer));
  // A server that answers the first version of this call would be read as having no more keys.
  if (listing.truncated && listing.page.next_token.empty()) {
    return wire::Error(wire::Errc::MalformedXML,
                       "The listing is cut off but says not where it goes on; does this server "
                       "know ListObjectsV2?");
  }
  if (!listing.truncated) listing.page.next_token.clear();
  return std::move(listing.page);
}

// S3 says the marker only where a delimiter was asked for; else it is the last key.
Result<ListPage> read_page_v1(const Answer& answer) {
  PAIL_TRY(Listing listing, read_listing(answer));
  ListPage& page = listing.page;
  page.next_token.clear();
  if (!listing.truncated) return std::move(page);
  page.next_token = std::move(listing.next_marker);
  if (page.next_token.empty() && !page.objects.empty()) page.next_token = page.objects.back().key;
  if (!page.common_prefixes.empty()) {
    page.next_token = std::max(page.next_token, page.common_prefixes.back());
  }
  if (!page.next_token.empty()) return std::move(page);
  return wire::Error(wire::Errc::MalformedXML, "The listing is cut off but has no keys.");
}

Result<VersionPage> read_version_page(const Answer& answer) {
  return read_document<VersionPage>(answer, "ListVersionsResult");
}

template <class Options>
void add_list_options(Request& request, const Options& options) {
  request.query.add("encoding-type", "url");
  request.query.add("max-keys", std::to_string(options.keys_max));
  add_query(request, "prefix", options.prefix);
  add_query(request, "delimiter", options.delimiter);
}

}  // namespace

Operation<ListPage> list_objects_v2(std::string bucket, const ListOptions& options) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("list-type", "2");
  add_list_options(request, options);
  add_query(request, "start-after", options.start_after);
  add_query(request, "continuation-token", options.continuation_token);
  if (options.owners) request.query.add("fetch-owner", "true");
  return operation(std::move(request), read_page_v2);
}

Operation<ListPage> list_objects(std::string bucket, const ListOptions& options) {
  Request request = bucket_request("GET", std::move(bucket));
  add_list_options(request, options);
  // It sends owners always, and has one parameter for where to begin.
  add_query(request, "marker",
            options.continuation_token.empty() ? options.start_after : options.continuation_token);
  return operation(std::move(request), read_page_v1);
}

Operation<VersionPage> list_object_versions(std::string bucket,
                                            const ListVersionsOptions& options) {
  Request request = bucket_request("GET", std::move(bucket));
  request.query.add("versions");
  add_list_options(request, options);
  add_query(request, "key-marker", options.after.key);
  add_query(request, "version-id-marker", options.after.version_id);
  return operation(std::move(request), read_version_page);
}

}  // namespace pail::client::ops
