// PutBucketAcl's document: what is accepted is kept whole, and what is shown is accepted again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "emulator/documents/acl.hpp"

namespace {

// Ids as S3 makes them are known, all others are not.
class HexIds final : public pail::emulator::Accounts {
 public:
  bool has(std::string_view id) const override {
    return std::all_of(id.begin(), id.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  }
  std::string_view number(std::string_view) const override { return {}; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace documents = pail::emulator::documents;
  constexpr std::string_view owner = "a";
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto acl = documents::acl_from_document(document, owner);
  if (!acl || !documents::check_grantees(acl.value(), documents::AclForm::document, HexIds()))
    return 0;
  if (documents::acl_from_stored(documents::stored_form(acl.value(), owner), owner) != acl.value())
    std::abort();
  const auto again =
      documents::acl_from_document(documents::acl_document(acl.value(), owner), owner);
  if (!again || again.value() != acl.value()) std::abort();
  return 0;
}
