// x-amz-copy-source and what stands beside it: which object CopyObject and UploadPartCopy read, and
// whether they may. Pure but for the model. Spec: shared/spec/semantics.md §8, errors.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

struct CopySource {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};

// "/bucket/key?versionId=v", the slash in front optional, URL-encoded but for ?versionId=.
// InvalidArgument when it is not that, NotImplemented for the ARN of an access point.
Result<CopySource> parse_copy_source(std::string_view header);

struct SourceObject {
  CopySource source;
  model::Bucket bucket;
  model::Object object;
};
// The source of a request that has the header. Errors in this order: of parse_copy_source() and the
// version id; NotImplemented (keys of the customer's); NoSuchBucket; the expected owner;
// AccessDenied; NoSuchKey, NoSuchVersion, InvalidRequest (a delete marker by its id);
// ObjectNotInActiveTierError; PreconditionFailed by the x-amz-copy-source-if-* headers.
Result<SourceObject> find_copy_source(const Call& call);

// x-amz-copy-source-version-id, unless the source's bucket was never versioned.
void write_source_version(wire::FieldBlock& fields, const SourceObject& from);

// InvalidRequest when more is to be copied than one request may.
Result<void> check_copy_size(std::uint64_t bytes);

}  // namespace pail::emulator::objects
