// Operations on objects that are there: their facts, and their end. Bodies are put_object's and
// get_object's of Client.
//
// Spec: shared/spec/semantics.md §4 to §6, operations.md §3.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

Operation<ObjectInfo> head_object(std::string bucket, std::string key,
                                  const GetOptions& options = {});

struct AttributesOptions {
  AttributesOptions() = default;

  // Of ETag, Checksum, ObjectParts, StorageClass, ObjectSize; each needs no permission of its own.
  std::vector<std::string> attributes = {"ETag", "Checksum", "ObjectParts", "StorageClass",
                                         "ObjectSize"};
  std::string version_id;   // empty: the current version
  unsigned after_part = 0;  // parts with greater numbers
  unsigned parts_max = wire::limits::list_keys_max;
};

struct ObjectPartFacts {
  unsigned number = 0;
  std::uint64_t size = 0;
  std::optional<ObjectChecksum> checksum;
};

struct ObjectAttributes {
  std::string etag;
  std::optional<ObjectChecksum> checksum;
  std::optional<std::uint64_t> size;
  std::string storage_class;
  unsigned parts_count = 0;            // 0: stored in one piece
  std::vector<ObjectPartFacts> parts;  // only where they have checksums
  std::optional<unsigned> next_part;   // AttributesOptions::after_part of the next page
  wire::Time last_modified;
  std::string version_id;
};

Operation<ObjectAttributes> get_object_attributes(std::string bucket, std::string key,
                                                  const AttributesOptions& options = {});

struct DeleteOptions {
  DeleteOptions() = default;

  std::string version_id;  // this version for good; empty: the key, which keeps its versions
  std::string if_match;    // ETag, or * for any object; empty: whatever there is
};

// A success whether or not there was such a key.
Operation<DeleteResult> delete_object(std::string bucket, std::string key,
                                      const DeleteOptions& options = {});

struct ObjectToDelete {
  ObjectToDelete(std::string its_key, std::string its_version_id = {}, std::string its_etag = {})
      : key(std::move(its_key)), version_id(std::move(its_version_id)), etag(std::move(its_etag)) {}

  std::string key;
  std::string version_id;  // as of DeleteOptions
  std::string etag;        // only this object; empty: whatever there is
};

// At most 1000 at once; Client::delete_objects takes any number. What could not be deleted is no
// Error but an entry of `failed`. With `quiet` the server leaves out what it deleted.
Operation<DeleteObjectsResult> delete_objects(std::string bucket,
                                              std::vector<ObjectToDelete> objects,
                                              bool quiet = false);

}  // namespace pail::client::ops
