// Looking up, and what the other directory_*.cpp share.
#include "emulator/access/directory.hpp"

#include <algorithm>
#include <mutex>

#include "wire/digest.hpp"

namespace pail::access {
namespace {

constexpr std::size_t account_digits = 12;
constexpr std::size_t access_key_drawn = 16;  // behind AKIA or ASIA
constexpr std::size_t secret_characters = 40;
constexpr std::size_t unique_id_drawn = 17;  // behind AIDA and the like

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

std::shared_ptr<const Identity> root_identity(Root root) {
  Identity identity;
  identity.user_id = root.account;
  identity.arn = "arn:aws:iam::" + root.account + ":root";
  identity.account = std::move(root.account);
  identity.canonical_id = std::move(root.canonical_id);
  identity.key = std::move(root.key);
  return std::make_shared<const Identity>(std::move(identity));
}

Image image_of_roots(std::vector<signer::Credentials> pairs) {
  Image image;
  for (signer::Credentials& pair : pairs) {
    image.roots.push_back({std::make_shared<const signer::Key>(std::move(pair))});
  }
  return image;
}

}  // namespace

Root derived_root(std::shared_ptr<const signer::Key> key) {
  std::string account = number_of(key->access_key());
  std::string canonical_id = wire::to_hex(digest_of("canonical id of ", key->access_key()));
  return {std::move(key), std::move(account), std::move(canonical_id)};
}

Directory::Directory(std::vector<signer::Credentials> pairs, std::shared_ptr<wire::Random> random)
    : Directory(image_of_roots(std::move(pairs)), std::move(random), nullptr) {}

void Directory::keep_or_draw(std::shared_ptr<const signer::Key>& key) {
  if (key && claim(key->access_key())) return;
  key = std::make_shared<const signer::Key>(draw_pair("AKIA"));
  changed();
}

void Directory::take_root(Root root) {
  if (root.key && roots_.find(root.key->access_key()) != roots_.end()) return;
  keep_or_draw(root.key);
  if (root.account.empty()) root = derived_root(std::move(root.key));
  auto identity = root_identity(std::move(root));
  if (!first_) first_ = identity;
  root_keys_.emplace_back(identity->key->access_key());
  accounts_.try_emplace(identity->account);
  by_account_.try_emplace(identity->account, identity);
  numbers_.try_emplace(identity->canonical_id, identity->account);
  roots_.try_emplace(root_keys_.back(), std::move(identity));
}

std::shared_ptr<const signer::Key> Directory::find(std::string_view access_key) const {
  const auto found = identity(access_key);
  return found == nullptr ? nullptr : found->key;
}

std::shared_ptr<const Identity> Directory::identity(std::string_view access_key) const {
  const auto root = roots_.find(access_key);
  if (root != roots_.end()) return root->second;
  const std::shared_lock lock(mutex_);
  const auto found = keys_.find(access_key);
  return found == keys_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<const signer::Key>> Directory::some_keys(std::size_t at_most) const {
  std::vector<std::shared_ptr<const signer::Key>> some;
  const auto take = [&](const auto& identities) {
    for (const auto& [access_key, identity] : identities) {
      if (some.size() == at_most) return;
      some.push_back(identity->key);
    }
  };
  take(roots_);
  const std::shared_lock lock(mutex_);
  take(keys_);
  return some;
}

std::string_view Directory::account_number(std::string_view canonical_id) const noexcept {
  const auto found = numbers_.find(canonical_id);
  return found == numbers_.end() ? std::string_view{} : found->second;
}

std::string Directory::account_of(std::string_view access_key) const {
  if (const auto found = identity(access_key)) return found->account;
  const std::shared_lock lock(mutex_);
  for (const auto& [number, account] : accounts_) {
    if (account.has_key(access_key)) return number;
  }
  return {};
}

std::string Directory::unique_id(std::string_view prefix) {
  return std::string(prefix) + wire::random_text(*random_, wire::base32_alphabet, unique_id_drawn);
}

signer::Credentials Directory::draw_pair(std::string_view prefix) {
  signer::Credentials pair;
  do {
    pair.access_key =
        std::string(prefix) + wire::random_text(*random_, wire::base32_alphabet, access_key_drawn);
  } while (!claim(pair.access_key));
  pair.secret_key = wire::random_text(*random_, wire::base64_alphabet, secret_characters);
  return pair;
}

}  // namespace pail::access
