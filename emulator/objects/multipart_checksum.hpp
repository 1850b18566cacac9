// Checksums and ETags of objects made of parts: by which algorithm and in which way (headers of
// CreateMultipartUpload), what a completion claims of its parts, and what comes out. No body is
// read for any of it. Pure. Spec: shared/spec/semantics.md §2 and §10, errors.csv.
#pragma once

#include <string>
#include <vector>

#include "emulator/documents/completion_request.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// Sets algorithm and type of an upload as x-amz-checksum-algorithm and -type ask for them; without
// the former both stay unset, and S3 keeps a full-object CRC64NVME. InvalidRequest: unknown ones,
// a type alone, and combinations that do not exist.
Result<void> read_upload_checksum(const wire::Headers& headers, model::ObjectAttributes& upload);

// "60cd54a928cbbcbb6e7b5595bab46a9e-1".
std::string multipart_etag(const std::vector<model::Part>& parts);

// Of the whole object, by part_algorithm(upload) and the upload's type.
std::string multipart_checksum(const model::Upload& upload, const std::vector<model::Part>& parts);

// The checksums in the document against those of the stored parts, both in the same order.
// InvalidRequest where a composite one lacks some, BadDigest (a wrong one), InvalidPart (of an
// algorithm that is not the upload's).
Result<void> check_part_checksums(const model::Upload& upload,
                                  const documents::CompletionRequest& request,
                                  const std::vector<model::Part>& parts);

}  // namespace pail::emulator::objects
