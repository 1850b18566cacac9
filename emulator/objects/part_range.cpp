#include "emulator/objects/part_range.hpp"

namespace pail::emulator::objects {
namespace {

wire::Error no_such_part(std::size_t count, unsigned number) {
  return wire::Error(wire::Errc::InvalidPartNumber)
      .with("ActualPartCount", std::to_string(count))
      .with("PartNumberRequested", std::to_string(number));
}

}  // namespace

wire::Result<PartRange> part_range(const model::Object& object, unsigned number) {
  const auto parts = object.parts();
  if (parts.empty()) {
    if (number > 1) return no_such_part(1, number);
    return PartRange{{0, object.size()}, 0, {}};
  }
  std::uint64_t first = 0;
  for (const model::ObjectPart& part : parts) {
    if (part.number == number) return PartRange{{first, part.size}, parts.size(), part.checksum};
    first += part.size;
  }
  return no_such_part(parts.size(), number);
}

}  // namespace pail::emulator::objects
