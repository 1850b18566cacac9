#include "emulator/world/identities.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace pail::world {
namespace {

using access::Image;
using access::Root;

signer::Credentials credentials(const signer::Key& key) {
  signer::Credentials pair;
  pair.access_key = key.access_key();
  key.lend_secret([&](std::string_view secret) { pair.secret_key = secret; });
  return pair;
}

bool has_root(const Image& image, std::string_view account) {
  return std::any_of(image.roots.begin(), image.roots.end(),
                     [&](const Root& root) { return root.account == account; });
}

// Takes the root of that access key out of `roots`.
std::optional<Root> take(std::vector<Root>& roots, std::string_view access_key) {
  const auto found = std::find_if(roots.begin(), roots.end(), [&](const Root& root) {
    return root.key->access_key() == access_key;
  });
  if (found == roots.end()) return std::nullopt;
  Root root = std::move(*found);
  roots.erase(found);
  return root;
}

}  // namespace

Image without_keys(Image image) {
  image.sessions.clear();
  image.former_roots.clear();
  for (Root& root : image.roots) root.key = nullptr;
  std::erase_if(image.accounts, [&](const auto& one) { return !has_root(image, one.first); });
  for (auto& [number, account] : image.accounts) {
    for (auto& [name, user] : account.users) {
      for (access::OwnKey& own : user.keys) own.key = nullptr;
    }
  }
  return image;
}

Image with_roots(Image image, const Keys& own, Strangers strangers) {
  std::vector<Root> others = std::move(image.roots);
  std::vector<std::optional<Root>> known;
  for (const auto& key : own) {
    known.push_back(take(others, key->access_key()));
    if (!known.back()) known.back() = take(image.former_roots, key->access_key());
  }
  image.roots.clear();
  for (std::size_t i = 0; i < own.size(); ++i) {
    std::optional<Root>& root = known[i];
    if (!root && strangers == Strangers::replaced && !others.empty()) {
      root = std::move(others.front());
      others.erase(others.begin());
    }
    if (!root) root = access::derived_root(own[i]);
    root->key = own[i];
    image.roots.push_back(std::move(*root));
  }
  std::vector<Root>& rest = strangers == Strangers::replaced ? image.roots : image.former_roots;
  std::move(others.begin(), others.end(), std::back_inserter(rest));
  return image;
}

std::vector<WorldKey> long_term_keys(const Image& image) {
  std::vector<WorldKey> keys;
  for (const Root& root : image.roots) {
    keys.push_back({"arn:aws:iam::" + root.account + ":root", credentials(*root.key)});
  }
  for (const auto& [number, account] : image.accounts) {
    if (!has_root(image, number)) continue;
    for (const auto& [name, user] : account.users) {
      for (const access::OwnKey& own : user.keys) {
        keys.push_back({user.entity.arn, credentials(*own.key)});
      }
    }
  }
  return keys;
}

}  // namespace pail::world
