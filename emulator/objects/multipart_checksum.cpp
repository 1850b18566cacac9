#include "emulator/objects/multipart_checksum.hpp"

#include "emulator/documents/object_facts.hpp"
#include "emulator/objects/part_request.hpp"
#include "wire/crc_combine.hpp"
#include "wire/digest.hpp"
#include "wire/text.hpp"

namespace pail::emulator::objects {
namespace {

using model::ChecksumType;
using wire::ChecksumAlgorithm;
using wire::Errc;
using wire::Error;

constexpr std::string_view algorithm_header = "x-amz-checksum-algorithm";

// What can be combined from parts, and so be of the full object.
bool is_crc(ChecksumAlgorithm algorithm) noexcept {
  return algorithm == ChecksumAlgorithm::crc32 || algorithm == ChecksumAlgorithm::crc32c ||
         algorithm == ChecksumAlgorithm::crc64nvme;
}

bool may_be(ChecksumAlgorithm algorithm, ChecksumType type) noexcept {
  if (type == ChecksumType::full_object) return is_crc(algorithm);
  return algorithm != ChecksumAlgorithm::crc64nvme;
}

ChecksumType default_type(ChecksumAlgorithm algorithm) noexcept {
  return may_be(algorithm, ChecksumType::composite) ? ChecksumType::composite
                                                    : ChecksumType::full_object;
}

Error no_such_combination(ChecksumAlgorithm algorithm, ChecksumType type) {
  std::string message = "The ";
  message.append(documents::checksum_type_name(type))
      .append(" checksum type cannot be used with the ");
  message.append(wire::lower(wire::name(algorithm))).append(" checksum algorithm.");
  return {Errc::InvalidRequest, message};
}

Error unknown_algorithm() {
  std::string names;
  for (const ChecksumAlgorithm algorithm : wire::all_checksum_algorithms) {
    names.append(names.empty() ? "" : ", ").append(wire::name(algorithm));
  }
  return {Errc::InvalidRequest,
          "Checksum algorithm provided is unsupported. Please try again with any of the valid "
          "types: [" +
              names + "]"};
}

template <class Word>
Word word_of(std::string_view base64) {
  Word word = 0;
  for (const char c : wire::from_base64(base64).value_or("")) {
    word = static_cast<Word>(word << 8 | static_cast<unsigned char>(c));
  }
  return word;
}

template <class Word>
std::string text_of(Word word) {
  std::string bytes(sizeof word, '\0');
  for (std::size_t i = bytes.size(); i-- > 0; word >>= 8) bytes[i] = static_cast<char>(word);
  return wire::to_base64(wire::as_bytes(bytes));
}

template <class Word>
std::string summed(const std::vector<model::Part>& parts,
                   Word (*combine)(Word, Word, std::uint64_t)) {
  Word sum = 0;  // the CRC of nothing
  for (const model::Part& part : parts) {
    sum = combine(sum, word_of<Word>(part.object.checksum()), part.object.size());
  }
  return text_of(sum);
}

std::string full_object(ChecksumAlgorithm algorithm, const std::vector<model::Part>& parts) {
  if (algorithm == ChecksumAlgorithm::crc32)
    return summed<std::uint32_t>(parts, wire::combined_crc32);
  if (algorithm == ChecksumAlgorithm::crc32c)
    return summed<std::uint32_t>(parts, wire::combined_crc32c);
  return summed<std::uint64_t>(parts, wire::combined_crc64nvme);
}

std::string composite(ChecksumAlgorithm algorithm, const std::vector<model::Part>& parts) {
  wire::Checksum sum(algorithm);
  for (const model::Part& part : parts) {
    sum.update(wire::as_bytes(wire::from_base64(part.object.checksum()).value_or("")));
  }
  return sum.base64() + "-" + std::to_string(parts.size());
}

Error missing_checksum(ChecksumAlgorithm algorithm, unsigned number) {
  return {Errc::InvalidRequest, "The upload was created using a " +
                                    wire::lower(wire::name(algorithm)) +
                                    " checksum. The complete request must include the checksum for "
                                    "each part. It was missing for part " +
                                    std::to_string(number) + " in the request."};
}

Error wrong_checksum(ChecksumAlgorithm algorithm, unsigned number) {
  return {Errc::BadDigest, "The " + wire::lower(wire::name(algorithm)) +
                               " you specified for part " + std::to_string(number) +
                               " did not match what we received."};
}

Result<void> check_one(const model::Upload& upload,
                       const std::vector<documents::PartChecksum>& claimed,
                       const model::Part& part) {
  const ChecksumAlgorithm algorithm = part_algorithm(upload);
  const bool composite = upload.object.checksum_type() == ChecksumType::composite;
  if (claimed.empty() && composite) return missing_checksum(algorithm, part.number);
  for (const auto& [of, value] : claimed) {
    if (of != algorithm) {
      return Error(Errc::InvalidPart)
          .with("ETag", part.object.etag())
          .with("PartNumber", std::to_string(part.number))
          .with("UploadId", upload.id);
    }
    if (value != part.object.checksum()) return wrong_checksum(algorithm, part.number);
  }
  return wire::ok();
}

}  // namespace

Result<void> read_upload_checksum(const wire::Headers& headers, model::ObjectAttributes& upload) {
  PAIL_TRY(const auto type, documents::read_checksum_type(headers));
  const auto name = headers.find(algorithm_header);
  if (!name && type) {
    return Error(Errc::InvalidRequest,
                 "The x-amz-checksum-type header can only be used with the "
                 "x-amz-checksum-algorithm header.");
  }
  if (!name) return wire::ok();
  const auto algorithm = wire::checksum_from_name(*name);
  if (!algorithm) return unknown_algorithm();
  upload.checksum_algorithm = algorithm;
  upload.checksum_type = type.value_or(default_type(*algorithm));
  if (may_be(*algorithm, upload.checksum_type)) return wire::ok();
  return no_such_combination(*algorithm, upload.checksum_type);
}

std::string multipart_etag(const std::vector<model::Part>& parts) {
  wire::Md5 md5;
  for (const model::Part& part : parts) {
    md5.update(wire::as_bytes(wire::from_hex(part.object.etag()).value_or("")));
  }
  return wire::to_hex(md5.finish()) + "-" + std::to_string(parts.size());
}

std::string multipart_checksum(const model::Upload& upload, const std::vector<model::Part>& parts) {
  const ChecksumAlgorithm algorithm = part_algorithm(upload);
  return upload.object.checksum_type() == ChecksumType::composite ? composite(algorithm, parts)
                                                                  : full_object(algorithm, parts);
}

Result<void> check_part_checksums(const model::Upload& upload,
                                  const documents::CompletionRequest& request,
                                  const std::vector<model::Part>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    PAIL_TRY(check_one(upload, request.checksums[i], parts[i]));
  }
  return wire::ok();
}

}  // namespace pail::emulator::objects
