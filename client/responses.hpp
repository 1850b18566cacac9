// Reads the heads of S3's answers into the values of types.hpp; client/ops reads the documents.
// Pure. What is missing is left empty, since S3-like servers leave out what they do not have.
// Spec: shared/spec/semantics.md §4 and §10.
#pragma once

#include <optional>
#include <string_view>

#include "client/types.hpp"
#include "net/http_client.hpp"

namespace pail::client {

constexpr bool is_success(unsigned status) noexcept {
  return status >= 200 && status < 300;
}

ObjectInfo read_object_info(const net::ResponseHead& head, wire::Time now);
PutResult read_put(const net::ResponseHead& head);
DeleteResult read_delete(const net::ResponseHead& head);
// x-amz-checksum-*, the first there is.
std::optional<ObjectChecksum> read_checksum(const net::ResponseHead& head);
// COMPOSITE, FULL_OBJECT.
std::optional<ChecksumType> checksum_type_from_name(std::string_view name) noexcept;
std::string_view name(ChecksumType type) noexcept;
// Of the whole object's bytes; a composite one is of its parts' checksums, and says how many.
bool is_of_all_bytes(const ObjectChecksum& checksum) noexcept;

}  // namespace pail::client
