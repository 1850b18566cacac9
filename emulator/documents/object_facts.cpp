#include "emulator/documents/object_facts.hpp"

#include "wire/text.hpp"

namespace pail::emulator::documents {

using model::ChecksumType;

std::string quoted_etag(std::string_view etag) {
  std::string quoted(etag.size() + 2, '"');
  quoted.replace(1, etag.size(), etag);
  return quoted;
}

std::string_view checksum_type_name(ChecksumType type) noexcept {
  return type == ChecksumType::composite ? "COMPOSITE" : "FULL_OBJECT";
}

Result<std::optional<ChecksumType>> read_checksum_type(const wire::Headers& headers) {
  const auto type = headers.find("x-amz-checksum-type");
  if (!type) return std::optional<ChecksumType>();
  for (const ChecksumType known : {ChecksumType::full_object, ChecksumType::composite}) {
    if (wire::iequals(*type, checksum_type_name(known))) return std::optional(known);
  }
  return wire::Error(wire::Errc::InvalidRequest,
                     "Value for x-amz-checksum-type header is invalid.");
}

}  // namespace pail::emulator::documents
