// What it costs to take a form apart, with a file of 1 MiB that comes in pieces as the network
// hands them on. One byte in 256 of the file is a CR, where a delimiter may begin.
#include <benchmark/benchmark.h>

#include <string>

#include "wire/form_data.hpp"

namespace {

using namespace pail;

constexpr std::string_view boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

struct Counter final : wire::FormReader {
  wire::Result<void> begin_part(wire::FormPart) override { return wire::ok(); }
  wire::Result<void> data(wire::Bytes piece) override {
    bytes += piece.size();
    return wire::ok();
  }
  wire::Result<void> end_part() override { return wire::ok(); }
  std::size_t bytes = 0;
};

std::string form(std::size_t file_bytes) {
  const std::string start = "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; ";
  std::string body;
  for (const std::string name : {"key", "policy", "AWSAccessKeyId", "signature"}) {
    body += start + "name=\"" + name + "\"\r\n\r\n" + std::string(100, 'x') + "\r\n";
  }
  body += start + "name=\"file\"; filename=\"photo.jpg\"\r\n\r\n";
  for (std::size_t i = 0; i < file_bytes; ++i) body += static_cast<char>(i % 256);
  return body + "\r\n--" + std::string(boundary) + "--\r\n";
}

void parse_form_1_mib(benchmark::State& state) {
  const std::string body = form(1 << 20);
  const auto piece_bytes = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    Counter counter;
    wire::FormParser parser(boundary, counter);
    for (std::string_view rest = body; !rest.empty();) {
      const std::string_view piece = rest.substr(0, piece_bytes);
      rest.remove_prefix(piece.size());
      if (!parser.write(wire::as_bytes(piece))) state.SkipWithError("refused");
    }
    if (!parser.finish() || counter.bytes < (1 << 20)) state.SkipWithError("not whole");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(parse_form_1_mib)->Arg(1460)->Arg(64 << 10);

}  // namespace
