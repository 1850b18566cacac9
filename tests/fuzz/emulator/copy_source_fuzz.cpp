// x-amz-copy-source: whatever arrives, no crash; what is accepted names a bucket and a key, and
// written out plainly means the same again.
#include <cstdint>
#include <cstdlib>

#include "emulator/objects/copy_source.hpp"
#include "wire/encode.hpp"

using pail::emulator::objects::CopySource;
using pail::emulator::objects::parse_copy_source;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = parse_copy_source({reinterpret_cast<const char*>(data), size});
  if (!parsed) return 0;
  const CopySource& source = parsed.value();
  if (source.bucket.empty() || source.key.empty()) std::abort();
  if (source.bucket.find('/') != std::string::npos) std::abort();
  std::string plain = source.bucket + "/" + pail::wire::percent_encode(source.key, true);
  if (source.version_id) plain += "?versionId=" + *source.version_id;
  const auto again = parse_copy_source(plain);
  if (!again || again.value().bucket != source.bucket || again.value().key != source.key ||
      again.value().version_id != source.version_id) {
    std::abort();
  }
  return 0;
}
