// Fault rules as JSON: whatever arrives, no crash; what is accepted contradicts nothing, and
// written out means the same again.
#include <cstdint>
#include <cstdlib>

#include "emulator/world/faults.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace world = pail::world;
  const auto rules = world::parse_faults({reinterpret_cast<const char*>(data), size});
  if (!rules) return 0;
  world::Faults faults;
  for (world::FaultRule rule : rules.value()) {
    rule.profile.clear();  // is told, but not taken
    const auto again = world::parse_fault(world::to_json(rule));
    if (!again || again.value() != rule) std::abort();
    if (faults.list().size() < world::fault_rules_max && !faults.add(rule)) std::abort();
  }
  faults.judge({.operation = "CopyObject", .bucket = "b", .key = "k", .access_key = "a"});
  return 0;
}
