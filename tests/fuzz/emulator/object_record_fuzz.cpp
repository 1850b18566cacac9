// Any bytes as an object's entry: refused, or every field can be read and the body is as long as
// the object says.
#include <cstdint>

#include "emulator/model/object.hpp"
#include "tests/fuzz/wire/require.hpp"

namespace {

using namespace pail;
using pail::testing::require;

std::size_t read_fields(const model::Object& object) {
  std::size_t bytes = object.etag().size() + object.owner().size() + object.storage_class().size() +
                      object.website_redirect().size() + object.checksum().size();
  for (std::size_t i = 0; i < model::system_header_count; ++i) {
    bytes += object.system_header(static_cast<model::SystemHeader>(i)).size();
  }
  for (const auto& [name, value] : object.metadata()) bytes += name.size() + value.size();
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
  const auto object = model::Object::open(store::make_entry(pail::testing::input(data, bytes)));
  if (object.has_error()) return 0;
  require(read_fields(object.value()) <= bytes, "fields lie inside the entry");
  std::uint64_t body_bytes = 0;
  model::BodyReader reader = object.value().read(0, object.value().size());
  for (;;) {
    const auto piece = reader.next(7);
    require(piece.has_value(), "the body can be read");
    if (piece.value().empty()) break;
    body_bytes += piece.value().size();
  }
  require(body_bytes == object.value().size(), "the body is as long as the object says");
  return 0;
}
