// Any bytes as a request head: parser and guard never crash, and every view they give lies inside
// the bytes.
#include <cstdint>
#include <cstdlib>

#include "net/head_parser.hpp"

namespace {

void expect_inside(std::string_view part, std::string_view whole) {
  if (part.empty()) return;
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pail::net::RequestHead head;
  const auto parsed = parse_request_head(bytes, head);
  if (!parsed || parsed.value() == 0) return 0;
  if (parsed.value() > size) std::abort();
  if (head.request.chunked && head.request.content_length) std::abort();
  expect_inside(head.request.method, bytes);
  expect_inside(head.request.target, bytes);
  for (const auto& [name, value] : head.request.headers) {
    expect_inside(name, bytes);
    expect_inside(value, bytes);
  }
  return 0;
}
