// A Directory made of an image, and the image of a Directory.
#include <algorithm>
#include <mutex>

#include "emulator/access/directory.hpp"

namespace pail::access {

bool Account::has_key(std::string_view access_key) const {
  return std::any_of(users.begin(), users.end(), [&](const auto& user) {
    const std::vector<OwnKey>& keys = user.second.keys;
    return std::any_of(keys.begin(), keys.end(),
                       [&](const OwnKey& own) { return own.record.access_key == access_key; });
  });
}

Directory::Directory(Image image, std::shared_ptr<wire::Random> random,
                     std::shared_ptr<KeyRegistry> registry)
    : former_roots_(std::move(image.former_roots)),
      random_(random ? std::move(random) : std::make_shared<wire::SystemRandom>()),
      registry_(std::move(registry)),
      accounts_(std::move(image.accounts)) {
  for (Root& root : image.roots) take_root(std::move(root));
  for (auto& [number, account] : accounts_) {
    for (auto& [name, role] : account.roles) role.sessions.clear();
    for (auto& [name, user] : account.users) take_keys(user);
  }
  for (KeptSession& session : image.sessions) take_session(std::move(session));
}

Directory::~Directory() {
  if (registry_ == nullptr) return;
  for (const auto& [access_key, root] : roots_) release(access_key);
  for (const auto& [access_key, session] : sessions_) release(access_key);
  for (const auto& [number, account] : accounts_) {
    if (by_account_.count(number) == 0) continue;
    for (const auto& [name, user] : account.users) {
      for (const OwnKey& own : user.keys) release(own.record.access_key);
    }
  }
}

void Directory::take_keys(Holder& user) {
  user.sessions.clear();
  if (by_account_.count(user.entity.account) == 0) return;
  for (OwnKey& own : user.keys) {
    keep_or_draw(own.key);
    own.record.access_key = own.key->access_key();
    if (!own.record.active) continue;
    keys_[own.record.access_key] = std::make_shared<const Identity>(identity_of(user, own.key));
  }
}

// One whose owner or parent is not there any more is over.
void Directory::take_session(KeptSession kept) {
  const std::string access_key(kept.identity->key->access_key());
  const std::string& parent = kept.session.parent_key;
  if (!parent.empty() && !identity(parent)) return;
  if (kept.session.owner && !holder(*kept.session.owner)) return;
  if (!claim(access_key)) return;
  if (kept.session.owner) holder(*kept.session.owner).value()->sessions.insert(access_key);
  by_expiry_.emplace(kept.session.expires, access_key);
  sessions_.insert_or_assign(access_key, std::move(kept.session));
  keys_.insert_or_assign(access_key, std::move(kept.identity));
}

Image Directory::image() const {
  Image image;
  for (const std::string& access_key : root_keys_) {
    const Identity& root = *roots_.find(access_key)->second;
    image.roots.push_back({root.key, root.account, root.canonical_id});
  }
  image.former_roots = former_roots_;
  const std::shared_lock lock(mutex_);
  image.accounts = accounts_;
  for (const auto& [access_key, session] : sessions_) {
    image.sessions.push_back({keys_.find(access_key)->second, session});
  }
  return image;
}

}  // namespace pail::access
