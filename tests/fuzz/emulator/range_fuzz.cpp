// Whatever a Range header says: what is served lies inside the object and is not empty. The first
// eight bytes are the object's size.
#include <cstdint>
#include <cstring>

#include "emulator/model/range.hpp"
#include "tests/fuzz/wire/require.hpp"

using pail::testing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
  std::uint64_t size = 0;
  if (bytes < sizeof(size)) return 0;
  std::memcpy(&size, data, sizeof(size));
  const auto header = pail::testing::input(data, bytes).substr(sizeof(size));
  const auto range = pail::model::parse_range(header, size);
  if (range.has_error() || !range.value()) return 0;
  const auto [first, length] = *range.value();
  require(length > 0, "something is served");
  require(first < size && length <= size - first, "it lies inside the object");
  return 0;
}
