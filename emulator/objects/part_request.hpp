// What UploadPart and UploadPartCopy read of a request before there are bytes: which part of which
// upload, and by which checksum parts of that upload are kept. Spec: shared/spec/semantics.md §9
// and §10, errors.csv.
#pragma once

#include <optional>

#include "emulator/body.hpp"
#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// ?partNumber=, nullopt when it is not there. InvalidArgument unless it is 1 to 10,000.
Result<std::optional<unsigned>> read_part_number(const wire::Query& query);

// The upload that ?uploadId= names. NoSuchUpload.
Result<model::Upload> find_upload(const Call& call);

struct PartRequest {
  unsigned number = 0;
  model::Upload upload;
};
// InvalidArgument before NoSuchUpload.
Result<PartRequest> find_part(const Call& call);

// What is stored of every part: the upload's own algorithm, or the one S3 chooses where none was
// asked for.
wire::ChecksumAlgorithm part_algorithm(const model::Upload& upload) noexcept;

// InvalidRequest when the upload has an algorithm and the request brings another, or none where the
// object's checksum is to be made of those of its parts. (For bodies: what is copied brings none.)
Result<void> check_part_checksum(const model::Upload& upload,
                                 const std::optional<DeclaredChecksum>& declared);

// "Checksum Type mismatch occurred, ..."; nullopt is written "null".
wire::Error checksum_mismatch(std::optional<wire::ChecksumAlgorithm> expected,
                              std::optional<wire::ChecksumAlgorithm> actual);

}  // namespace pail::emulator::objects
