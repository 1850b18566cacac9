// DeleteObjects' document: whatever arrives, no crash, and what is accepted keeps the limits.
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/delete_request.hpp"
#include "wire/limits.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto request = pail::emulator::documents::parse_delete_request(document);
  if (!request) return 0;
  const auto& entries = request.value().entries;
  if (entries.empty() || entries.size() > pail::wire::limits::delete_objects_max) std::abort();
  for (const auto& entry : entries) {
    if (entry.key.empty()) std::abort();
  }
  return 0;
}
