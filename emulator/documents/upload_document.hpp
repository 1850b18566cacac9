// What the documents about uploads have in common, and the integers their listings take. Pure.
// Spec: shared/spec/semantics.md §9, errors.csv.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/operation.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {

// How S3 calls who begins an upload: an account by its canonical id, a user or session by its ARN.
std::string initiator_of(const Caller& caller);

// Initiator, Owner, StorageClass.
void write_parties(wire::XmlWriter& xml, const model::Upload& upload);
// ChecksumAlgorithm and ChecksumType, where the client asked for them.
void write_checksum_kind(wire::XmlWriter& xml, const model::Upload& upload);

// read_integer() (listing.hpp), and InvalidArgument "Argument <name> must be an integer between 0
// and 2147483647" for a negative one.
Result<std::uint32_t> read_count(const wire::Query& query, std::string_view name,
                                 std::uint32_t fallback);

}  // namespace pail::emulator::documents
