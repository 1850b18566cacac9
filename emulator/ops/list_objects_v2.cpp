// ListObjectsV2: pages go on by token. Spec: shared/spec/semantics.md §12.
#include "emulator/documents/continuation_token.hpp"
#include "emulator/documents/listing.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

// A token wins over start-after, which is for the first page.
Result<std::string> read_start(const wire::Query& query) {
  if (const auto token = query.value("continuation-token")) return documents::read_token(*token);
  return std::string(query.value("start-after").value_or(std::string_view{}));
}

void write_start(wire::XmlWriter& xml, const wire::Query& query,
                 const documents::ListParameters& parameters, const model::ListPage& page) {
  if (const auto start = query.value("start-after")) {
    xml.element("StartAfter", documents::shown(parameters, *start));
  }
  if (const auto token = query.value("continuation-token")) {
    xml.element("ContinuationToken", *token);
  }
  if (page.truncated) xml.element("NextContinuationToken", documents::make_token(page.last));
}

Result<Begin> begin(Call& call) {
  PAIL_TRY(const documents::ListParameters parameters, documents::read_list_parameters(call.query));
  PAIL_TRY(const std::string start, read_start(call.query));
  PAIL_TRY(documents::check_max_keys(parameters));
  PAIL_TRY(const model::ListPage page, documents::read_page(call, parameters, start));
  wire::XmlWriter xml;
  xml.open("ListBucketResult", wire::s3_namespace)
      .element("Name", call.bucket->name)
      .element("Prefix", documents::shown(parameters, parameters.prefix));
  write_start(xml, call.query, parameters, page);
  xml.element("KeyCount", page.objects.size() + page.common_prefixes.size())
      .element("MaxKeys", static_cast<std::uint64_t>(parameters.max_keys));
  documents::write_tail_of_parameters(xml, parameters, page.truncated);
  const bool owner = call.query.value("fetch-owner") == "true";
  documents::write_entries(xml, parameters, page,
                           owner ? documents::Owners::shown : documents::Owners::hidden);
  return Begin(xml_reply(xml.close().take()));
}

}  // namespace

extern const Operation list_objects_v2;
const Operation list_objects_v2{.name = "ListObjectsV2",
                                .method = "GET",
                                .level = Level::bucket,
                                .selector = "list-type=2",
                                .action = "s3:ListBucket",
                                .check_query = documents::check_list_query_v2,
                                .begin = begin};

}  // namespace pail::emulator::ops
