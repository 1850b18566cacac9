// What is in a bucket, page by page: objects (by the second version of the call, or the first for
// servers that know no other) and versions. Open uploads and parts are multipart.hpp's, buckets are
// buckets.hpp's.
//
// Names are asked for with encoding-type=url, since keys may hold bytes that XML cannot, and come
// decoded. Spec: shared/spec/semantics.md §12, operations.md §3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

Operation<ListPage> list_objects_v2(std::string bucket, const ListOptions& options = {});

// Takes ListOptions as they are; the token of a page is the marker of the next.
Operation<ListPage> list_objects(std::string bucket, const ListOptions& options = {});

// A place between two versions of a listing; empty: the beginning.
struct VersionMarker {
  std::string key;
  std::string version_id;
};

struct ListVersionsOptions {
  ListVersionsOptions() = default;

  std::string prefix;
  std::string delimiter;
  VersionMarker after;
  unsigned keys_max = wire::limits::list_keys_max;
};

struct VersionEntry {
  std::string key;
  std::string version_id;  // "null": put while the bucket had no versioning
  bool is_latest = false;
  bool is_delete_marker = false;  // then what follows is empty, but for time and owner
  wire::Time last_modified;
  std::string owner;
  std::string etag;
  std::uint64_t size = 0;
  std::string storage_class;
  std::optional<wire::ChecksumAlgorithm> checksum;
  std::optional<ChecksumType> checksum_type;
};

struct VersionPage {
  std::vector<VersionEntry> versions;  // keys in order, the newest version of each first
  std::vector<std::string> common_prefixes;
  std::optional<VersionMarker> next;  // none: the last page
};

Operation<VersionPage> list_object_versions(std::string bucket,
                                            const ListVersionsOptions& options = {});

}  // namespace pail::client::ops
