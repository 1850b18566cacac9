// The headers that announce an aws-chunked body, and the unsigned form of the body itself.
#include <algorithm>
#include <charconv>
#include <iterator>

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

void append_hex_size(std::string& out, std::size_t size) {
  char digits[2 * sizeof size];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), size, 16);
  out.append(digits, end);
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

std::string encode_unsigned_trailer(std::string_view body, std::string_view trailer_name,
                                    std::string_view trailer_value, std::size_t chunk_bytes) {
  std::string out;
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, chunk_bytes);
    body.remove_prefix(chunk.size());
    append_hex_size(out, chunk.size());
    out.append("\r\n").append(chunk).append("\r\n");
  }
  out.append("0\r\n").append(trailer_name).append(":").append(trailer_value).append("\r\n\r\n");
  return out;
}

}  // namespace pail::signer
