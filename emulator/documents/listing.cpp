#include "emulator/documents/listing.hpp"

#include <algorithm>
#include <limits>

#include "emulator/documents/object_facts.hpp"
#include "emulator/invalid_argument.hpp"
#include "wire/date.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::emulator::documents {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t keys_max = wire::limits::list_keys_max;

Result<void> refuse(const wire::Query& query, std::string_view name, std::string_view message) {
  if (query.has(name)) return invalid_argument(message, name);
  return wire::ok();
}

void write_object(wire::XmlWriter& xml, const ListParameters& parameters,
                  const model::ListedObject& listed, Owners owners) {
  xml.open("Contents").element("Key", shown(parameters, listed.key));
  write_facts(xml, listed.object, owners);
  xml.close();
}

}  // namespace

Result<std::int64_t> read_integer(const wire::Query& query, std::string_view name,
                                  std::int64_t fallback) {
  using Range = std::numeric_limits<std::int32_t>;
  const std::string_view text = query.value(name).value_or(std::string_view{});
  if (text.empty()) return fallback;
  const auto number = text.starts_with('+') ? std::nullopt : wire::parse_signed(text);
  if (number && *number >= Range::min() && *number <= Range::max()) return *number;
  std::string message = "Provided ";
  message.append(name).append(" not an integer or within integer range");
  return invalid_argument(message, name, text);
}

Result<void> check_list_query_v1(const wire::Query& query) {
  PAIL_TRY(read_integer(query, "max-keys", keys_max));
  PAIL_TRY(refuse(query, "continuation-token",
                  "continuation-token only supported in REST.GET.BUCKET with list-type=2"));
  return refuse(query, "start-after",
                "startAfter only supported in REST.GET.BUCKET with list-type=2");
}

Result<void> check_list_query_v2(const wire::Query& query) {
  PAIL_TRY(read_integer(query, "max-keys", keys_max));
  return refuse(query, "marker", "Marker unsupported with REST.GET.BUCKET in list-type=2");
}

Result<ListParameters> read_list_texts(const wire::Query& query) {
  const auto text = [&](std::string_view name) {
    return query.value(name).value_or(std::string_view{});
  };
  ListParameters parameters{.prefix = text("prefix"),
                            .delimiter = text("delimiter"),
                            .encoding_type = text("encoding-type")};
  if (query.has("encoding-type") && !wire::iequals(parameters.encoding_type, "url")) {
    return invalid_argument("Invalid Encoding Method specified in Request", "encoding-type",
                            parameters.encoding_type);
  }
  return parameters;
}

Result<ListParameters> read_list_parameters(const wire::Query& query) {
  PAIL_TRY(ListParameters parameters, read_list_texts(query));
  PAIL_TRY(parameters.max_keys, read_integer(query, "max-keys", keys_max));
  return parameters;
}

Result<void> check_max_keys(const ListParameters& parameters) {
  if (parameters.max_keys >= 0) return wire::ok();
  return invalid_argument("Argument maxKeys must be an integer between 0 and 2147483647", "maxKeys",
                          std::to_string(parameters.max_keys));
}

Result<model::ListPage> read_page(const Call& call, const ListParameters& parameters,
                                  std::string_view after) {
  if (parameters.max_keys == 0) return model::ListPage{};
  return call.model.list(
      *call.bucket,
      {.prefix = std::string(parameters.prefix),
       .delimiter = std::string(parameters.delimiter),
       .after = std::string(after),
       .keys_max = std::min(static_cast<std::size_t>(parameters.max_keys), keys_max)});
}

std::string shown(const ListParameters& parameters, std::string_view text) {
  return parameters.encoding_type.empty() ? std::string(text) : wire::list_encode(text);
}

void write_tail_of_parameters(wire::XmlWriter& xml, const ListParameters& parameters,
                              bool truncated) {
  if (!parameters.delimiter.empty()) {
    xml.element("Delimiter", shown(parameters, parameters.delimiter));
  }
  if (!parameters.encoding_type.empty()) xml.element("EncodingType", parameters.encoding_type);
  xml.element("IsTruncated", truncated);
}

void write_entries(wire::XmlWriter& xml, const ListParameters& parameters,
                   const model::ListPage& page, Owners owners) {
  for (const model::ListedObject& listed : page.objects) {
    write_object(xml, parameters, listed, owners);
  }
  write_common_prefixes(xml, parameters, page.common_prefixes);
}

void write_facts(wire::XmlWriter& xml, const model::Object& object, Owners owners) {
  xml.element("LastModified", wire::format_iso_milliseconds(object.last_modified()))
      .element("ETag", quoted_etag(object.etag()));
  if (const auto algorithm = object.checksum_algorithm()) {
    xml.element("ChecksumAlgorithm", wire::name(*algorithm))
        .element("ChecksumType", checksum_type_name(object.checksum_type()));
  }
  xml.element("Size", object.size());
  if (owners == Owners::shown) write_owner(xml, object.owner());
  const std::string_view storage_class = object.storage_class();
  xml.element("StorageClass", storage_class.empty() ? "STANDARD" : storage_class);
}

void write_common_prefixes(wire::XmlWriter& xml, const ListParameters& parameters,
                           const std::vector<std::string>& prefixes) {
  for (const std::string& prefix : prefixes) {
    xml.open("CommonPrefixes").element("Prefix", shown(parameters, prefix)).close();
  }
}

void write_owner(wire::XmlWriter& xml, std::string_view canonical_id) {
  xml.open("Owner").element("ID", canonical_id).close();
}

}  // namespace pail::emulator::documents
