#include "emulator/documents/completion_request.hpp"

#include <limits>

#include "emulator/body.hpp"
#include "emulator/documents/object_facts.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view checksum_prefix = "Checksum";
constexpr std::string_view size_header = "x-amz-mp-object-size";

Error invalid_header(std::string_view name) {
  return {Errc::InvalidRequest, "Value for " + std::string(name) + " header is invalid."};
}

Result<PartChecksum> read_checksum_element(const wire::XmlNode& node) {
  const std::string_view name = node.name();
  if (!name.starts_with(checksum_prefix)) return Errc::MalformedXML;
  const auto algorithm = wire::checksum_from_name(name.substr(checksum_prefix.size()));
  if (!algorithm) return Errc::MalformedXML;
  return PartChecksum{*algorithm, std::string(wire::trim(node.text()))};
}

Result<unsigned> read_number(const wire::XmlNode& node) {
  const auto number = wire::parse_unsigned(wire::trim(node.text()));
  if (!number || *number > std::numeric_limits<unsigned>::max()) return Errc::MalformedXML;
  return static_cast<unsigned>(*number);
}

Result<void> read_part(const wire::XmlNode& node, CompletionRequest& request) {
  if (node.name() != "Part") return Errc::MalformedXML;
  if (node.children("PartNumber").size() != 1) return Errc::MalformedXML;
  if (node.children("ETag").size() != 1) return Errc::MalformedXML;
  model::ChosenPart& part = request.parts.emplace_back();
  auto& checksums = request.checksums.emplace_back();
  for (const wire::XmlNode& child : node.children()) {
    if (child.name() == "PartNumber") {
      PAIL_TRY(part.number, read_number(child));
    } else if (child.name() == "ETag") {
      part.etag = model::bare_etag(child.text());
    } else {
      PAIL_TRY(checksums.emplace_back(), read_checksum_element(child));
    }
  }
  return wire::ok();
}

// The text of a whole object's checksum: of a composite one with the number of its parts.
bool is_claim(wire::ChecksumAlgorithm algorithm, std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos) return wire::is_checksum_text(algorithm, text);
  return wire::parse_unsigned(text.substr(dash + 1)) &&
         wire::is_checksum_text(algorithm, text.substr(0, dash));
}

}  // namespace

Result<CompletionRequest> parse_completion_request(std::string_view document) {
  CompletionRequest request;
  PAIL_TRY(const auto xml, wire::XmlDocument::parse(document));
  if (xml.root().name() != "CompleteMultipartUpload") return Errc::MalformedXML;
  for (const wire::XmlNode& part : xml.root().children()) {
    PAIL_TRY(read_part(part, request));
  }
  if (!request.parts.empty()) return request;
  return Error(Errc::InvalidRequest, "You must specify at least one part");
}

Result<CompletionClaims> read_completion_claims(const wire::Headers& headers) {
  CompletionClaims claims;
  for (const wire::Header& field : headers) {
    const auto algorithm = wire::checksum_from_header(field.name);
    if (!algorithm) continue;
    if (claims.checksum) return several_checksums();
    if (!is_claim(*algorithm, field.value)) return invalid_header(wire::header_name(*algorithm));
    claims.checksum = PartChecksum{*algorithm, std::string(field.value)};
  }
  PAIL_TRY(claims.type, read_checksum_type(headers));
  if (const auto size = headers.find(size_header)) {
    claims.object_size = wire::parse_unsigned(*size);
    if (!claims.object_size) return invalid_header(size_header);
  }
  return claims;
}

}  // namespace pail::emulator::documents
