// CompleteMultipartUpload's document: whatever arrives, no crash, and every part of what is
// accepted has its list of checksums.
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/completion_request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto request = pail::emulator::documents::parse_completion_request(document);
  if (!request) return 0;
  const auto& [parts, checksums] = request.value();
  if (parts.empty() || parts.size() != checksums.size()) std::abort();
  return 0;
}
