// Copies on the server: of a whole object up to 5 GiB, or of a piece of one as part of an upload.
//
// Spec: shared/spec/semantics.md §8 and §9.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

struct CopySource {
  CopySource(std::string from_bucket, std::string from_key, std::string from_version_id = {})
      : bucket(std::move(from_bucket)),
        key(std::move(from_key)),
        version_id(std::move(from_version_id)) {}

  std::string bucket;
  std::string key;
  std::string version_id;      // empty: the current version
  std::string expected_owner;  // the account that must own the bucket; empty: anybody

  // Conditions on the source; PreconditionFailed when one does not hold. Empty, none: not asked.
  std::string if_match;
  std::string if_none_match;
  std::optional<wire::Time> if_modified_since;
  std::optional<wire::Time> if_unmodified_since;
};

// Storage class and ACL are the copy's own, whatever the source's.
struct CopyOptions : NewObject {
  CopyOptions() = default;

  // Whether content type, metadata and content fields are these; else the source's are copied.
  bool replace_metadata = false;
  bool replace_tags = false;                        // likewise
  std::optional<wire::ChecksumAlgorithm> checksum;  // none: the source's
};

struct Copied {
  std::string etag;
  wire::Time last_modified;
  std::optional<ObjectChecksum> checksum;
  std::string version_id;         // of the copy; empty for a part
  std::string source_version_id;  // where the source's bucket has versions
};

Operation<Copied> copy_object(const CopySource& from, std::string bucket, std::string key,
                              const CopyOptions& options = {});

// Bytes first to last, both counted.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// The whole source, or a range of it.
Operation<Copied> upload_part_copy(const CopySource& from, std::string bucket, std::string key,
                                   const PartOfUpload& part,
                                   std::optional<ByteRange> range = std::nullopt);

}  // namespace pail::client::ops
