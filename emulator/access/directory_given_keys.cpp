// Access keys that are not drawn here but chosen by whoever describes a world.
#include <algorithm>
#include <mutex>

#include "emulator/access/directory.hpp"

namespace pail::access {
namespace {

using wire::Errc;
using wire::Error;

constexpr std::size_t access_key_bytes_max = 128;  // IAM: of its own keys

// What stands in a credential scope and in Authorization headers: letters, digits and what keys of
// other servers are known to have.
bool can_be_named(std::string_view access_key) {
  return !access_key.empty() && access_key.size() <= access_key_bytes_max &&
         std::all_of(access_key.begin(), access_key.end(), [](char c) {
           return c > ' ' && c < '\x7f' &&
                  std::string_view("/,:;=&?\"'<>\\").find(c) == std::string_view::npos;
         });
}

}  // namespace

wire::Result<void> Directory::take_key(const EntityName& user, const signer::Credentials& pair,
                                       wire::Time now) {
  if (!can_be_named(pair.access_key) || pair.secret_key.empty()) {
    return Error(Errc::ValidationError, "This is no access key that a request could name.");
  }
  const std::unique_lock lock(mutex_);
  PAIL_TRY(Holder* const found, holder(user));
  if (found->keys.size() >= quotas::access_keys) {
    return over_quota("AccessKeysPerUser", quotas::access_keys);
  }
  const bool known = roots_.count(pair.access_key) != 0 || keys_.count(pair.access_key) != 0 ||
                     std::any_of(accounts_.begin(), accounts_.end(), [&](const auto& account) {
                       return account.second.has_key(pair.access_key);
                     });
  if (known || !claim(pair.access_key)) {
    return Error(Errc::EntityAlreadyExists,
                 "The access key " + pair.access_key + " is somebody's already.");
  }
  const auto key = std::make_shared<const signer::Key>(pair);
  found->keys.push_back({key, {pair.access_key, true, now}});
  keys_[pair.access_key] = std::make_shared<const Identity>(identity_of(*found, key));
  changed();
  return wire::ok();
}

}  // namespace pail::access
