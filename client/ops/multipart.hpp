// Uploads in parts: begin one, complete or abort it, and list what is open and what is there. The
// parts themselves are Client::upload_part's, or upload_part_copy() of copies.hpp.
//
// Spec: shared/spec/semantics.md §9 and §10, operations.md §3.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/operation.hpp"
#include "client/types.hpp"

namespace pail::client::ops {

struct CreateUploadOptions : NewObject {
  CreateUploadOptions() = default;

  // Of each part and of the whole. None: the server takes its own and tells nobody of parts'.
  std::optional<wire::ChecksumAlgorithm> checksum;
  std::optional<ChecksumType> checksum_type;  // none: the algorithm's usual
};

struct CreatedUpload {
  std::string upload_id;
  std::optional<wire::Time> aborted_at;  // when a lifecycle rule will
};

Operation<CreatedUpload> create_multipart_upload(std::string bucket, std::string key,
                                                 CreateUploadOptions options = {});

struct CompletedPart {
  unsigned number = 0;
  std::string etag;
  std::optional<ObjectChecksum> checksum;  // a composite upload wants each part's
};

struct CompleteUploadOptions {
  CompleteUploadOptions() = default;

  std::optional<ObjectChecksum> checksum;    // of the whole: BadDigest when it is another
  std::optional<std::uint64_t> object_size;  // of the whole: refused when it is another
  std::vector<wire::NamedText> headers;      // further fields: If-None-Match, If-Match
};

struct CompletedUpload {
  std::string location;  // as the server calls it
  std::string etag;
  std::string version_id;
  std::optional<ObjectChecksum> checksum;
};

// `parts` in ascending order of numbers. Completing again what is complete answers the same.
Operation<CompletedUpload> complete_multipart_upload(std::string bucket, std::string key,
                                                     std::string_view upload_id,
                                                     std::vector<CompletedPart> parts,
                                                     const CompleteUploadOptions& options = {});

// The upload and its parts go; one that came meanwhile may stay until the next abort.
Operation<void> abort_multipart_upload(std::string bucket, std::string key,
                                       std::string_view upload_id);

struct ListPartsOptions {
  ListPartsOptions() = default;

  unsigned after = 0;  // parts with greater numbers
  unsigned parts_max = wire::limits::list_keys_max;
};

struct PartEntry {
  unsigned number = 0;
  std::string etag;
  std::uint64_t size = 0;
  wire::Time last_modified;
  std::optional<ObjectChecksum> checksum;
};

struct PartPage {
  std::vector<PartEntry> parts;
  std::string storage_class;
  std::optional<wire::ChecksumAlgorithm> checksum;  // as CreateUploadOptions said
  std::optional<ChecksumType> checksum_type;
  std::optional<unsigned> next;  // ListPartsOptions::after of the next page; none: the last page
};

Operation<PartPage> list_parts(std::string bucket, std::string key, std::string_view upload_id,
                               const ListPartsOptions& options = {});

// A place between two uploads of a listing; empty: the beginning.
struct UploadMarker {
  std::string key;
  std::string upload_id;
};

struct ListUploadsOptions {
  ListUploadsOptions() = default;

  std::string prefix;
  std::string delimiter;
  UploadMarker after;
  unsigned uploads_max = wire::limits::list_keys_max;
};

struct UploadEntry {
  std::string key;
  std::string upload_id;
  std::string initiator;  // a canonical id or an ARN
  std::string owner;
  std::string storage_class;
  wire::Time initiated;
};

struct UploadPage {
  std::vector<UploadEntry> uploads;
  std::vector<std::string> common_prefixes;
  std::optional<UploadMarker> next;  // none: the last page
};

Operation<UploadPage> list_multipart_uploads(std::string bucket,
                                             const ListUploadsOptions& options = {});

}  // namespace pail::client::ops
