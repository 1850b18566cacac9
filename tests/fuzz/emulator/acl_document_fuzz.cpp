// PutBucketAcl's document: what is accepted is kept whole, and what is shown is accepted again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "emulator/acl.hpp"

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
  using namespace pail::emulator;
  constexpr std::string_view owner = "a";
  const std::string_view document(reinterpret_cast<const char*>(data), size);
  const auto acl = acl_from_document(document, owner);
  if (!acl || !check_grantees(acl.value(), AclForm::document, HexIds())) return 0;
  if (acl_from_stored(stored_form(acl.value(), owner), owner) != acl.value()) std::abort();
  const auto again = acl_from_document(acl_document(acl.value(), owner), owner);
  if (!again || again.value() != acl.value()) std::abort();
  return 0;
}
