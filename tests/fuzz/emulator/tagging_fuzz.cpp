// Tags as a header and as a document: whatever arrives, no crash; what is accepted keeps S3's
// limits, and the document written of it means the same again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/tag_set.hpp"

namespace documents = pail::emulator::documents;

namespace {

void check(const pail::wire::Result<pail::model::Pairs>& parsed, std::size_t tags_max) {
  if (!parsed) return;
  const auto& tags = parsed.value();
  if (tags.size() > tags_max || !std::is_sorted(tags.begin(), tags.end())) std::abort();
  for (const auto& [key, value] : tags) {
    if (key.empty() || key.starts_with("aws:") || key.size() > 512 || value.size() > 1024) {
      std::abort();
    }
  }
  const auto again =
      documents::parse_tagging(documents::tagging_document(tags), documents::TagOwner::bucket);
  if (!again || again.value() != tags) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(documents::parse_tagging_header(text), documents::object_tags_max);
  check(documents::parse_tagging(text, documents::TagOwner::object), documents::object_tags_max);
  check(documents::parse_tagging(text, documents::TagOwner::bucket), documents::bucket_tags_max);
  check(documents::parse_tagging_field(text), documents::object_tags_max);
  return 0;
}
