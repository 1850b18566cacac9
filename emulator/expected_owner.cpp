#include "emulator/expected_owner.hpp"

#include <algorithm>
#include <string>

namespace pail::emulator {
namespace {

constexpr std::size_t account_digits = 12;

bool is_account_id(std::string_view text) noexcept {
  return text.size() == account_digits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

wire::Result<void> check_expected_owner(std::optional<std::string_view> expected,
                                        std::string_view owner) {
  using wire::Errc;
  if (!expected || *expected == owner) return wire::ok();
  if (is_account_id(*expected)) return Errc::AccessDenied;
  std::string message =
      "The value of the expected bucket owner parameter must be an AWS Account ID... [";
  message.append(*expected).append("]");
  return wire::Error(Errc::InvalidBucketOwnerAWSAccountID, message);
}

}  // namespace pail::emulator
