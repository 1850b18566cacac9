// Any bytes as a request head: parser and guard never crash, every view they give lies inside the
// bytes, and Beast reads the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/head_parser.hpp"
#include "tests/net/head_oracle.hpp"

namespace {

void expect_inside(std::string_view part, std::string_view whole) {
  if (part.empty()) return;
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) {
    std::abort();
  }
}

// Beast waits for a few bytes more before it refuses some. It joins a folded value in
// 4 KiB, and limits are ours alone, so long heads are not compared.
void expect_as_by_beast(std::string_view bytes, const pail::wire::Result<std::size_t>& parsed,
                        const pail::net::RequestHead& head) {
  if (bytes.size() >= 4096) return;
  pail::net::RequestHead other;
  auto by_beast = pail::net::oracle::parse_request_head(bytes, other);
  const std::string longer = std::string(bytes) + "xxxxxxxx";
  if (!parsed && by_beast && by_beast.value() == 0) {
    by_beast = pail::net::oracle::parse_request_head(longer, other);
  }
  // A length that is no number it refuses at once, the guard when the head is whole.
  if (parsed && parsed.value() == 0 && !by_beast) return;
  if (parsed.has_value() != by_beast.has_value()) std::abort();
  if (!parsed || parsed.value() == 0) return;
  if (parsed.value() != by_beast.value() || head.keep_alive != other.keep_alive) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pail::net::RequestHead head;
  const auto parsed = parse_request_head(bytes, head);
  expect_as_by_beast(bytes, parsed, head);
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
