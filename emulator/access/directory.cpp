#include "emulator/access/directory.hpp"

#include <algorithm>

#include "wire/digest.hpp"

namespace pail::access {
namespace {

constexpr std::size_t account_digits = 12;

wire::Sha256Digest digest_of(std::string_view what, std::string_view access_key) {
  return wire::Sha256().update(wire::as_bytes(what)).update(wire::as_bytes(access_key)).finish();
}

std::string number_of(std::string_view access_key) {
  const wire::Sha256Digest digest = digest_of("account of ", access_key);
  std::string digits;
  for (std::size_t i = 0; i < account_digits; ++i) {
    digits += static_cast<char>('0' + std::to_integer<int>(digest[i]) % 10);
  }
  return digits;
}

std::shared_ptr<const Identity> root_of(signer::Credentials pair) {
  Identity identity;
  identity.account = number_of(pair.access_key);
  identity.user_id = identity.account;
  identity.canonical_id = wire::to_hex(digest_of("canonical id of ", pair.access_key));
  identity.arn = "arn:aws:iam::" + identity.account + ":root";
  identity.key = std::make_shared<const signer::Key>(std::move(pair));
  return std::make_shared<const Identity>(std::move(identity));
}

}  // namespace

Directory::Directory(std::vector<signer::Credentials> pairs) {
  for (signer::Credentials& pair : pairs) {
    std::string access_key = pair.access_key;
    auto identity = root_of(std::move(pair));
    if (!first_) first_ = identity;
    by_access_key_.try_emplace(std::move(access_key), std::move(identity));
  }
}

std::shared_ptr<const signer::Key> Directory::find(std::string_view access_key) const {
  const auto found = identity(access_key);
  return found == nullptr ? nullptr : found->key;
}

std::shared_ptr<const Identity> Directory::identity(std::string_view access_key) const {
  const auto found = by_access_key_.find(access_key);
  return found == by_access_key_.end() ? nullptr : found->second;
}

std::string_view Directory::account_number(std::string_view canonical_id) const noexcept {
  const auto found =
      std::find_if(by_access_key_.begin(), by_access_key_.end(),
                   [&](const auto& entry) { return entry.second->canonical_id == canonical_id; });
  return found == by_access_key_.end() ? std::string_view{} : found->second->account;
}

}  // namespace pail::access
