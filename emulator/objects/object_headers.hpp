// An object's attributes as headers: read from a PUT, written to a GET. Pure.
// Spec: shared/spec/semantics.md §3, §4 and §15.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "emulator/operation.hpp"

namespace pail::emulator::objects {

// What the headers of a PUT say of the object to be stored; owner, ETag and checksum are left to
// the caller. InvalidStorageClass, MetadataTooLarge, InvalidArgument (redirect location).
Result<model::ObjectAttributes> read_attributes(const wire::Headers& headers);

// response-* parameters: texts that stand in for the stored headers, as ISO-8859-1.
using HeaderOverrides = std::array<std::optional<std::string>, model::system_header_count>;
// InvalidRequest when the caller is anonymous, InvalidArgument when a value does not fit.
Result<HeaderOverrides> read_overrides(const wire::Query& query, const Caller& caller);

// What 200, 206 and 304 have in common: ETag, Last-Modified, Cache-Control and Expires.
void write_validators(wire::FieldBlock& fields, const model::Object& object,
                      const HeaderOverrides& overrides);
// Everything else S3 says of an object it serves, but the checksum.
void write_object_headers(wire::FieldBlock& fields, const model::Object& object,
                          const HeaderOverrides& overrides);
// x-amz-checksum-... and its type; nothing when the object has none.
void write_checksum(wire::FieldBlock& fields, const model::Object& object);

}  // namespace pail::emulator::objects
