#include "emulator/documents/upload_document.hpp"

#include "emulator/documents/listing.hpp"
#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"

namespace pail::emulator::documents {

std::string initiator_of(const Caller& caller) {
  const bool account = caller.arn.empty() || caller.arn.ends_with(":root");
  return std::string(account ? caller.canonical_id : caller.arn);
}

void write_parties(wire::XmlWriter& xml, const model::Upload& upload) {
  const std::string_view storage_class = upload.object.storage_class();
  xml.open("Initiator").element("ID", upload.object.initiator()).close();
  write_owner(xml, upload.object.owner());
  xml.element("StorageClass", storage_class.empty() ? "STANDARD" : storage_class);
}

void write_checksum_kind(wire::XmlWriter& xml, const model::Upload& upload) {
  const auto algorithm = upload.object.checksum_algorithm();
  if (!algorithm) return;
  xml.element("ChecksumAlgorithm", wire::name(*algorithm))
      .element("ChecksumType", checksum_type_name(upload.object.checksum_type()));
}

Result<std::uint32_t> read_count(const wire::Query& query, std::string_view name,
                                 std::uint32_t fallback) {
  PAIL_TRY(const std::int64_t number, read_integer(query, name, fallback));
  if (number >= 0) return static_cast<std::uint32_t>(number);
  std::string message = "Argument ";
  message.append(name).append(" must be an integer between 0 and 2147483647");
  return invalid_argument(message, name, std::to_string(number));
}

}  // namespace pail::emulator::documents
