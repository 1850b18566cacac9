// Facts of an object that headers and documents spell alike: its ETag, in quotes, and in which way
// its checksum was made. Pure. Spec: shared/spec/semantics.md §2 and §10.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/operation.hpp"

namespace pail::emulator::documents {

// `"` etag `"`.
std::string quoted_etag(std::string_view etag);

// "FULL_OBJECT" or "COMPOSITE".
std::string_view checksum_type_name(model::ChecksumType type) noexcept;
// x-amz-checksum-type. InvalidRequest.
Result<std::optional<model::ChecksumType>> read_checksum_type(const wire::Headers& headers);

}  // namespace pail::emulator::documents
