#include <cstdint>

#include "client/transfer/manifest.hpp"
#include "tests/fuzz/wire/require.hpp"

using namespace pail::client::transfer;
using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = parse_manifest(pail::testing::input(data, size));
  if (!manifest) return 0;
  const auto again = parse_manifest(to_json(manifest.value()));
  require(again && again.value() == manifest.value(), "a manifest comes back");
  const auto& note = manifest.value();
  auto plan = PartPlan::again(note.size, 0, note.segments, 0);
  if (!plan) return 0;
  std::uint64_t at = 0;
  while (const auto part = plan->next()) {
    require(part->offset == at && part->bytes > 0, "parts follow each other");
    at += part->bytes;
  }
  require(at == note.size, "parts are the whole");
  return 0;
}
