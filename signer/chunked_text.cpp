// The headers that announce an aws-chunked body.
#include <algorithm>

#include "signer/chunked.hpp"
#include "wire/text.hpp"

namespace pail::signer {
namespace {

template <class Each>
void for_each_item(std::string_view list, Each&& each) {
  while (!list.empty()) {
    const std::string_view item = list.substr(0, list.find(','));
    list.remove_prefix(std::min(item.size() + 1, list.size()));
    if (const auto trimmed = wire::trim(item); !trimmed.empty()) each(trimmed);
  }
}

}  // namespace

std::vector<std::string> announced_trailers(std::string_view header) {
  std::vector<std::string> names;
  for_each_item(header, [&](std::string_view name) { names.push_back(wire::lower(name)); });
  return names;
}

std::string content_encoding_without_aws_chunked(std::string_view value) {
  std::string kept;
  bool is_chunked = false;
  for_each_item(value, [&](std::string_view coding) {
    if (wire::iequals(coding, "aws-chunked")) {
      is_chunked = true;
      return;
    }
    if (!kept.empty()) kept += ',';
    kept += coding;
  });
  return is_chunked ? kept : std::string(value);
}

}  // namespace pail::signer
