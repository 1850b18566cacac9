// Any bytes: open() refuses them, or every slot lies inside and the same slots give the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulator/store/record.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto record = pail::store::RecordView::open(bytes);
  if (!record) return 0;
  const std::size_t slots = data[1];
  pail::store::RecordBuilder builder(slots);
  for (std::size_t slot = 0; slot <= slots; ++slot) {
    const std::string_view text = record.value().get(slot);
    require(text.empty() || (text.data() >= bytes.data() &&
                             text.data() + text.size() <= bytes.data() + bytes.size()));
    record.value().get_u64(slot);
    record.value().each_pair(slot, [&](std::string_view name, std::string_view value) {
      require(name.size() + value.size() <= text.size());
    });
    if (slot < slots) builder.set(slot, text);
  }
  require(builder.build() == bytes);
  return 0;
}
