// What a CompleteMultipartUpload asks for: the <CompleteMultipartUpload> document, and the headers
// that speak of the object to come. Pure. Spec: shared/spec/semantics.md §9 and §10, errors.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/operation.hpp"
#include "wire/checksum.hpp"

namespace pail::emulator::documents {

using PartChecksum = std::pair<wire::ChecksumAlgorithm, std::string>;  // base64, as sent

struct CompletionRequest {
  std::vector<model::ChosenPart> parts;  // in the order sent
  // Of each part; SDKs send back whatever the part's upload was answered with.
  std::vector<std::vector<PartChecksum>> checksums;
};

// MalformedXML (anything but the schema), InvalidRequest (no parts).
Result<CompletionRequest> parse_completion_request(std::string_view document);

// Promises about the whole object; judged when it is put together.
struct CompletionClaims {
  std::optional<PartChecksum> checksum;      // x-amz-checksum-...; a composite one ends in -N
  std::optional<model::ChecksumType> type;   // x-amz-checksum-type
  std::optional<std::uint64_t> object_size;  // x-amz-mp-object-size
};
// InvalidRequest: what cannot be read, or two checksums.
Result<CompletionClaims> read_completion_claims(const wire::Headers& headers);

}  // namespace pail::emulator::documents
