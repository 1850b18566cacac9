// What the client's operations take and answer, in plain values. Times are UTC, sizes are bytes,
// ETags keep their quotes as S3 sends them. The options are no aggregates: g++ 12 destroys twice
// what `co_await s3.put_object(..., {})` makes of one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "wire/checksum.hpp"
#include "wire/clock.hpp"
#include "wire/error.hpp"
#include "wire/limits.hpp"

namespace pail::client {

// Called while a body travels, from the client's thread: bytes so far, and how many there will be.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct BucketEntry {
  std::string name;
  wire::Time created;
  std::string region;  // where the server says it
};

// Of an upload in parts: over the parts' checksums, or over all its bytes.
enum class ChecksumType { composite, full_object };

struct ObjectChecksum {
  wire::ChecksumAlgorithm algorithm = wire::ChecksumAlgorithm::crc64nvme;
  std::string value;                 // Base64; of a composite one with "-<number of parts>"
  std::optional<ChecksumType> type;  // where the server says it
};

enum class CannedAcl {
  private_,
  public_read,
  public_read_write,
  authenticated_read,
  aws_exec_read,
  bucket_owner_read,
  bucket_owner_full_control,
  log_delivery_write
};

// What an object gets beside its bytes; the same for a PUT, an upload in parts, and a copy.
struct NewObject {
  NewObject() = default;

  std::string content_type;               // empty: not sent; S3 stores binary/octet-stream
  std::vector<wire::NamedText> metadata;  // names without x-amz-meta-
  std::vector<wire::NamedText> tags;
  std::string storage_class;             // empty: STANDARD
  std::optional<CannedAcl> acl;          // none: private
  std::vector<wire::NamedText> headers;  // further fields: Cache-Control, If-None-Match ...
};

struct PutOptions : NewObject {
  PutOptions() = default;

  // Of the body, for S3 to compare before it stores it. None, or an x-amz-checksum-* field among
  // `headers`: none is added.
  std::optional<wire::ChecksumAlgorithm> checksum = wire::ChecksumAlgorithm::crc64nvme;
  Progress progress;  // may be empty; never goes back, whatever is sent again
};

struct PutResult {
  std::string etag;
  std::string version_id;                  // empty unless the bucket has or had versioning
  std::optional<ObjectChecksum> checksum;  // the server's count, or ours where it says none
};

struct PartOfUpload {
  std::string upload_id;
  unsigned number = 1;  // 1 to 10,000
};

struct GetOptions {
  GetOptions() = default;

  std::string range;                     // "bytes=0-99"; empty: all of it
  std::string version_id;                // empty: the current version
  unsigned part_number = 0;              // of an upload in parts, from 1; 0: all of it
  bool checksum = false;                 // ask for the checksum (with KMS: needs kms:Decrypt)
  std::vector<wire::NamedText> headers;  // further fields: If-None-Match ...
  Progress progress;                     // may be empty
};

struct ObjectInfo {
  std::uint64_t size = 0;  // of what is sent: the range's length when a range was asked for
  std::string etag;
  std::string content_type;
  std::string content_range;  // "bytes 0-99/1000" when a range was asked for and given
  wire::Time last_modified;
  std::string version_id;
  std::vector<wire::NamedText> metadata;   // names without x-amz-meta-, lower case
  std::optional<ObjectChecksum> checksum;  // where x-amz-checksum-mode: ENABLED asked for it
  std::string storage_class;               // empty: STANDARD
  std::string cache_control;
  std::string content_disposition;
  std::string content_encoding;
  std::string content_language;
  std::string expires;
  unsigned tag_count = 0;
  unsigned parts_count = 0;  // where a part number was asked for
};

struct DeleteResult {
  std::string version_id;
  bool delete_marker = false;  // one was made, or one was removed
};

struct DeleteFailure {
  std::string key;
  std::string code;  // as on the wire
  std::string message;
  std::string version_id;  // where one was named
};

struct DeletedObject {
  std::string key;
  std::string version_id;  // where one was named
  bool delete_marker = false;
  std::string delete_marker_version_id;  // of the one that was made, or removed
};

struct DeleteObjectsResult {
  std::vector<DeletedObject> deleted;
  std::vector<DeleteFailure> failed;
};

struct ListOptions {
  ListOptions() = default;

  std::string prefix;
  std::string delimiter;
  std::string start_after;
  std::string continuation_token;                      // ListPage::next_token of the page before
  std::size_t keys_max = wire::limits::list_keys_max;  // of one page
  bool owners = false;                                 // ask for ObjectEntry::owner
};

struct ObjectEntry {
  std::string key;
  std::uint64_t size = 0;
  std::string etag;
  std::string storage_class;
  wire::Time last_modified;
  std::string owner;  // canonical id, where asked for
  std::optional<wire::ChecksumAlgorithm> checksum;
  std::optional<ChecksumType> checksum_type;
};

struct ListPage {
  std::vector<ObjectEntry> objects;
  std::vector<std::string> common_prefixes;
  std::string next_token;  // empty: this was the last page
};

}  // namespace pail::client
