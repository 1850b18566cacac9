// Seeds: whatever text arrives, no crash; a mistake names its line, and a seed that was applied can
// be applied again without writing an object.
#include <cstdint>
#include <cstdlib>

#include "emulator/seed/seed.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pail::emulator;
  Emulator s3{Options{}};
  pail::world::World& world = s3.worlds().default_world();
  const seed::Seed input{.text = std::string(reinterpret_cast<const char*>(data), size),
                         .name = "seed.json"};
  // Bodies that are drawn may be as large as they like, and would only take time.
  if (input.text.find("bytes") != std::string::npos) return 0;
  const auto first = seed::apply(s3, world, input);
  if (!first) {
    if (!first.error().message()->starts_with("seed.json:")) std::abort();
    return 0;
  }
  const auto second = seed::apply(s3, world, input);
  if (!second || second.value().objects_put != 0) std::abort();
  return 0;
}
