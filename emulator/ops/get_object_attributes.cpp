// GetObjectAttributes: what is known of an object without its bytes. Spec:
// shared/spec/semantics.md §10.
#include <algorithm>
#include <array>
#include <bitset>

#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"
#include "emulator/objects/addressed_object.hpp"
#include "emulator/objects/refused_headers.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"
#include "wire/xml.hpp"

namespace pail::emulator::ops {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::string_view attributes_header = "x-amz-object-attributes";
constexpr std::size_t parts_max = 1000;  // S3: in one answer

// In the order of the document.
enum Attribute : std::size_t { etag, checksum, object_parts, storage_class, object_size };
constexpr std::array<std::string_view, 5> names = {"ETag", "Checksum", "ObjectParts",
                                                   "StorageClass", "ObjectSize"};
using Attributes = std::bitset<names.size()>;

// The header may come once per name, or once with a list. The wordings of both refusals are not
// recorded.
Result<Attributes> read_attribute_names(const wire::Headers& headers) {
  const std::string list = headers.joined(attributes_header);
  if (wire::trim(list).empty()) {
    return Error(Errc::InvalidRequest,
                 "Missing required header for this request: x-amz-object-attributes");
  }
  Attributes wanted;
  for (std::string_view rest = list; !rest.empty();) {
    const std::string_view piece = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    if (wire::trim(piece).empty()) continue;
    const auto* const name = std::find(names.begin(), names.end(), wire::trim(piece));
    if (name == names.end()) {
      return invalid_argument("Invalid attribute name specified.", attributes_header, list);
    }
    wanted.set(static_cast<std::size_t>(name - names.begin()));
  }
  return wanted;
}

struct PartQuery {
  std::uint64_t marker = 0;  // parts with greater numbers
  std::size_t limit = parts_max;
};

Result<std::uint64_t> read_number(const wire::Headers& headers, std::string_view header,
                                  std::uint64_t otherwise) {
  const auto text = headers.find(header);
  if (!text) return otherwise;
  constexpr std::uint64_t most = INT32_MAX;
  const auto number = wire::parse_unsigned(*text);
  if (number && *number <= most) return *number;
  return invalid_argument(
      "Provided " + std::string(header) + " not an integer or within integer range", header, *text);
}

Result<PartQuery> read_part_query(const wire::Headers& headers) {
  PartQuery query;
  PAIL_TRY(query.marker, read_number(headers, "x-amz-part-number-marker", 0));
  PAIL_TRY(const std::uint64_t limit, read_number(headers, "x-amz-max-parts", parts_max));
  query.limit = std::min<std::size_t>(limit, parts_max);
  return query;
}

std::string checksum_element(wire::ChecksumAlgorithm algorithm) {
  return "Checksum" + std::string(wire::name(algorithm));
}

void write_object_checksum(wire::XmlWriter& xml, const model::Object& object) {
  const auto algorithm = object.checksum_algorithm();
  if (!algorithm) return;
  xml.open("Checksum")
      .element(checksum_element(*algorithm), object.checksum())
      .element("ChecksumType", documents::checksum_type_name(object.checksum_type()))
      .close();
}

void write_part(wire::XmlWriter& xml, const model::ObjectPart& part,
                std::optional<wire::ChecksumAlgorithm> algorithm) {
  xml.open("Part");
  if (algorithm && !part.checksum.empty()) {
    xml.element(checksum_element(*algorithm), part.checksum);
  }
  xml.element("PartNumber", std::uint64_t(part.number)).element("Size", part.size).close();
}

void write_part_page(wire::XmlWriter& xml, const model::Object& object,
                     const std::vector<model::ObjectPart>& parts, const PartQuery& query) {
  const auto begin = std::find_if(parts.begin(), parts.end(),
                                  [&](const auto& part) { return part.number > query.marker; });
  const auto left = static_cast<std::size_t>(parts.end() - begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(left, query.limit));
  const std::uint64_t last = end == begin ? query.marker : std::uint64_t((end - 1)->number);
  xml.element("PartNumberMarker", query.marker)
      .element("NextPartNumberMarker", last)
      .element("MaxParts", std::uint64_t(query.limit))
      .element("IsTruncated", end != parts.end());
  std::for_each(begin, end, [&](const model::ObjectPart& part) {
    write_part(xml, part, object.checksum_algorithm());
  });
}

// Nothing for what was stored in one piece; the parts themselves only where they have checksums.
void write_object_parts(wire::XmlWriter& xml, const model::Object& object, const PartQuery& query) {
  const auto parts = object.parts();
  if (parts.empty()) return;
  xml.open("ObjectParts");
  const bool have_checksums = std::any_of(parts.begin(), parts.end(),
                                          [](const auto& part) { return !part.checksum.empty(); });
  if (have_checksums) write_part_page(xml, object, parts, query);
  xml.element("PartsCount", std::uint64_t(parts.size())).close();
}

std::string document_of(const model::Object& object, const Attributes& wanted,
                        const PartQuery& query) {
  wire::XmlWriter xml;
  xml.open("GetObjectAttributesResponse", wire::s3_namespace);
  if (wanted[etag]) xml.element("ETag", object.etag());
  if (wanted[checksum]) write_object_checksum(xml, object);
  if (wanted[object_parts]) write_object_parts(xml, object, query);
  if (wanted[storage_class]) {
    const std::string_view stored = object.storage_class();
    xml.element("StorageClass", stored.empty() ? "STANDARD" : stored);
  }
  if (wanted[object_size]) xml.element("ObjectSize", object.size());
  xml.close();
  return xml.take();
}

// Beside the operation's own permission, that of reading the object is needed.
Result<void> check_read_permission(const Call& call) {
  const auto version = call.query.value("versionId");
  return call.permissions.check({.action = version ? "s3:GetObjectVersion" : "s3:GetObject",
                                 .key = call.address.key,
                                 .version_id = version.value_or(std::string_view{})});
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(check_read_permission(call));
  PAIL_TRY(objects::refuse_customer_keys(call.headers));
  PAIL_TRY(const Attributes wanted, read_attribute_names(call.headers));
  PAIL_TRY(const PartQuery query, read_part_query(call.headers));
  PAIL_TRY(const model::Object object, objects::find_addressed(call));
  Reply reply = xml_reply(document_of(object, wanted, query));
  reply.fields.add("Last-Modified", wire::http_date(object.last_modified()));
  objects::write_version_id(reply.fields, *call.bucket, object.version_id());
  return Begin(std::move(reply));
}

}  // namespace

extern const Operation get_object_attributes;
const Operation get_object_attributes{.name = "GetObjectAttributes",
                                      .method = "GET",
                                      .level = Level::object,
                                      .selector = "attributes",
                                      .action = "s3:GetObjectAttributes",
                                      .version_action = "s3:GetObjectVersionAttributes",
                                      .takes_version = true,
                                      .begin = begin};

}  // namespace pail::emulator::ops
