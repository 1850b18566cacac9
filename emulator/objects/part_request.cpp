#include "emulator/objects/part_request.hpp"

#include "emulator/invalid_argument.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using wire::Errc;
using wire::Error;

std::string lower_name(std::optional<wire::ChecksumAlgorithm> algorithm) {
  return algorithm ? wire::lower(wire::name(*algorithm)) : "null";
}

}  // namespace

Result<std::optional<unsigned>> read_part_number(const wire::Query& query) {
  const auto text = query.value("partNumber");
  if (!text) return std::optional<unsigned>();
  const auto number = wire::parse_unsigned(*text);
  if (number && *number >= 1 && *number <= model::part_number_max) {
    return std::optional(static_cast<unsigned>(*number));
  }
  return invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                          "partNumber", *text);
}

Result<model::Upload> find_upload(const Call& call) {
  const std::string_view id = call.query.value("uploadId").value_or(std::string_view{});
  return call.model.upload(*call.bucket, call.address.key, id);
}

Result<PartRequest> find_part(const Call& call) {
  PAIL_TRY(const auto number, read_part_number(call.query));
  PAIL_TRY(model::Upload upload, find_upload(call));
  return PartRequest{number.value_or(0), std::move(upload)};
}

wire::ChecksumAlgorithm part_algorithm(const model::Upload& upload) noexcept {
  return upload.object.checksum_algorithm().value_or(wire::ChecksumAlgorithm::crc64nvme);
}

Error checksum_mismatch(std::optional<wire::ChecksumAlgorithm> expected,
                        std::optional<wire::ChecksumAlgorithm> actual) {
  std::string message = "Checksum Type mismatch occurred, expected checksum Type: ";
  message.append(lower_name(expected)).append(", actual checksum Type: ");
  return {Errc::InvalidRequest, message.append(lower_name(actual))};
}

Result<void> check_part_checksum(const model::Upload& upload,
                                 const std::optional<DeclaredChecksum>& declared) {
  const auto expected = upload.object.checksum_algorithm();
  if (!expected) return wire::ok();
  const bool composite = upload.object.checksum_type() == model::ChecksumType::composite;
  if (!declared && composite) return checksum_mismatch(expected, std::nullopt);
  if (declared && declared->algorithm != *expected) {
    return checksum_mismatch(expected, declared->algorithm);
  }
  return wire::ok();
}

}  // namespace pail::emulator::objects
