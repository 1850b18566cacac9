// The bytes of a copy with what is stored beside them: ETag and checksum. Bytes are shared where
// all of an object is copied, and read only where a digest has to be made anew. Not thread-safe.
// Spec: shared/spec/semantics.md §2, §8 and §10.
#pragma once

#include <string>

#include "emulator/operation.hpp"
#include "wire/checksum.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::objects {

struct CopiedBody {
  model::Incoming bytes;
  std::string etag;
  std::string checksum;  // of all the bytes, base64
};

// Of the whole object. ServiceUnavailable, InternalError: what Incoming and BodyReader fail with.
Result<CopiedBody> copy_whole(const Call& call, const model::Object& source,
                              wire::ChecksumAlgorithm algorithm);
// Of a range inside the object.
Result<CopiedBody> copy_range(const Call& call, const model::Object& source, std::uint64_t first,
                              std::uint64_t length, wire::ChecksumAlgorithm algorithm);

// <LastModified>, <ETag> and <ChecksumX> of a copy just made.
void write_copied(wire::XmlWriter& xml, const model::Object& copy);

}  // namespace pail::emulator::objects
