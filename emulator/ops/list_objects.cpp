// ListObjects, the first version: pages go on behind a marker. Spec: shared/spec/semantics.md §12.
#include "emulator/documents/listing.hpp"
#include "emulator/operation.hpp"
#include "emulator/reply.hpp"

namespace pail::emulator::ops {
namespace {

Result<Begin> begin(Call& call) {
  PAIL_TRY(const documents::ListParameters parameters, documents::read_list_parameters(call.query));
  PAIL_TRY(documents::check_max_keys(parameters));
  const std::string_view marker = call.query.value("marker").value_or(std::string_view{});
  PAIL_TRY(const model::ListPage page, documents::read_page(call, parameters, marker));
  wire::XmlWriter xml;
  xml.open("ListBucketResult", wire::s3_namespace)
      .element("Name", call.bucket->name)
      .element("Prefix", documents::shown(parameters, parameters.prefix))
      .element("Marker", documents::shown(parameters, marker));
  // Without a delimiter the last Key says where to go on.
  if (page.truncated && !parameters.delimiter.empty()) {
    xml.element("NextMarker", documents::shown(parameters, page.last));
  }
  xml.element("MaxKeys", static_cast<std::uint64_t>(parameters.max_keys));
  documents::write_tail_of_parameters(xml, parameters, page.truncated);
  documents::write_entries(xml, parameters, page, documents::Owners::shown);
  return Begin(xml_reply(xml.close().take()));
}

}  // namespace

extern const Operation list_objects;
const Operation list_objects{.name = "ListObjects",
                             .method = "GET",
                             .level = Level::bucket,
                             .action = "s3:ListBucket",
                             .check_query = documents::check_list_query_v1,
                             .begin = begin};

}  // namespace pail::emulator::ops
