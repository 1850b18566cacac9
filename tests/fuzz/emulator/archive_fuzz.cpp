// Archives: whatever arrives, in whatever pieces, no crash; what is taken in can be written out,
// and taken in again.
#include <cstdint>
#include <cstdlib>

#include "emulator/archive/space_export.hpp"
#include "emulator/archive/space_import.hpp"

namespace {

using namespace pail;

bool imported(store::Space& space, std::string_view archive, std::size_t piece_bytes) {
  archive::SpaceImport import(space);
  while (!archive.empty()) {
    const std::string_view piece = archive.substr(0, piece_bytes);
    if (!import.write(wire::as_bytes(piece))) return false;
    archive.remove_prefix(piece.size());
  }
  return import.finish().has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto engine = store::make_memory_engine();
  const auto space = engine->open("first").value();
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (!imported(*space, input, data[size - 1] + 1U)) return 0;
  const auto source = archive::export_space(*space, {}, nullptr);
  if (!source) std::abort();
  std::string archive;
  for (wire::Bytes piece = source.value()->next(512).value(); !piece.empty();
       piece = source.value()->next(512).value()) {
    archive += wire::as_text(piece);
  }
  if (archive.size() != source.value()->size()) std::abort();
  if (!imported(*engine->open("second").value(), archive, 512)) std::abort();
  return 0;
}
