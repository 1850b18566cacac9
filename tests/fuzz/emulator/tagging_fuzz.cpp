// Tags as a header and as a document: whatever arrives, no crash; what is accepted keeps S3's
// limits, and the document written of it means the same again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "emulator/tag_set.hpp"

using namespace pail::emulator;

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
  const auto again = parse_tagging(tagging_document(tags), TagOwner::bucket);
  if (!again || again.value() != tags) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(parse_tagging_header(text), object_tags_max);
  check(parse_tagging(text, TagOwner::object), object_tags_max);
  check(parse_tagging(text, TagOwner::bucket), bucket_tags_max);
  check(parse_tagging_field(text), object_tags_max);
  return 0;
}
