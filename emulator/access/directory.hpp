// Who may sign in one world, and as whom: the key ring that signatures are verified against, and
// the users, roles, policies and sessions of its accounts. Every pair of keys handed in at the
// start is the root of an account of its own; account number and canonical id are derived from the
// access key, so that they stay the same from run to run. All of it can be had as an Image, and a
// Directory made of one: whose root then need not be the one its key says.
//
// Owns keys and identities and hands out shared ones: a request keeps what it found for as long as
// it runs, whatever changes meanwhile. A policy that changes is in force for the next request of
// every key and live session concerned. Thread-safe: the pairs of the start never change and are
// found without a lock; the rest is behind a shared mutex. Spec: shared/spec/operations.md §5-7.
//
// Errors, wherever a name is taken: NoSuchEntity for what is not there.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/access/entities.hpp"
#include "emulator/access/identity.hpp"
#include "emulator/access/image.hpp"
#include "emulator/access/key_registry.hpp"
#include "signer/credentials.hpp"
#include "wire/random.hpp"

namespace pail::access {

// What a session is made from; the rest comes from whose it is.
struct SessionTerms {
  std::string name = {};  // of an assumed role's session or a federated user
  std::optional<Policies> policies = {};
  wire::Time issued;
  wire::Time expires;
};

class Directory final : public signer::KeyRing {
 public:
  // The first pair of an access key counts. `random` null: the operating system's.
  explicit Directory(std::vector<signer::Credentials> pairs,
                     std::shared_ptr<wire::Random> random = {});
  // Like the one the image is of. Keys that somebody else has are drawn anew, sessions of such keys
  // are left out. `registry` null: any key may be had.
  Directory(Image image, std::shared_ptr<wire::Random> random,
            std::shared_ptr<KeyRegistry> registry);
  ~Directory() override;

  // All there is, at one moment.
  Image image() const;
  // Grows with every change of users, roles, policies and keys, and when a session is revoked: what
  // has to be kept. Sessions that begin and end do not count, since they come by the thousand.
  std::uint64_t changes() const noexcept { return changes_.load(std::memory_order_acquire); }

  std::shared_ptr<const signer::Key> find(std::string_view access_key) const override;
  // nullptr: unknown or inactive. A session that is over is still found: its key says so.
  std::shared_ptr<const Identity> identity(std::string_view access_key) const;
  // A few of all keys, the pairs of the start first: for finding out whose secret signed a request.
  std::vector<std::shared_ptr<const signer::Key>> some_keys(std::size_t at_most) const;
  // Number of the account whose canonical id this is; "" when it is nobody's here. The view lives
  // as long as the Directory.
  std::string_view account_number(std::string_view canonical_id) const noexcept;
  // The first pair's: whom requests belong to when signatures are not looked at (--auth=off).
  std::shared_ptr<const Identity> first() const noexcept { return first_; }
  // The account of any key that is or was known; "" otherwise.
  std::string account_of(std::string_view access_key) const;

  // Users and roles. `entity` names kind, account, path and name, and what a role has besides; id
  // and arn are given here. EntityAlreadyExists, LimitExceeded.
  wire::Result<Entity> create(Entity entity);
  wire::Result<Entity> entity(const EntityName& name) const;
  // In the order of their names.
  std::vector<Entity> entities(EntityKind kind, std::string_view account) const;
  // Its sessions end with it. DeleteConflict while it has keys or policies.
  wire::Result<void> remove(const EntityName& name);
  wire::Result<void> set_trust(const EntityName& role, std::shared_ptr<const Policy> trust);

  // Inline policies. LimitExceeded when all of them together are too long.
  wire::Result<void> put_policy(const EntityName& name, std::string_view policy_name,
                                std::shared_ptr<const Policy> policy);
  wire::Result<std::shared_ptr<const Policy>> policy(const EntityName& name,
                                                     std::string_view policy_name) const;
  wire::Result<std::vector<std::string>> policy_names(const EntityName& name) const;
  wire::Result<void> remove_policy(const EntityName& name, std::string_view policy_name);

  // Managed policies: name, path, description and document come in. EntityAlreadyExists,
  // LimitExceeded; DeleteConflict for one that is attached.
  wire::Result<ManagedPolicy> create_managed(std::string_view account, ManagedPolicy policy);
  wire::Result<ManagedPolicy> managed(std::string_view account, std::string_view arn) const;
  std::vector<ManagedPolicy> managed_policies(std::string_view account) const;
  wire::Result<void> remove_managed(std::string_view account, std::string_view arn);
  // Attaching twice is no error. LimitExceeded.
  wire::Result<void> attach(const EntityName& name, std::string_view arn);
  wire::Result<void> detach(const EntityName& name, std::string_view arn);
  wire::Result<std::vector<ManagedPolicy>> attached(const EntityName& name) const;

  // Access keys of users. LimitExceeded. Only the answer holds the secret.
  wire::Result<signer::Credentials> create_key(const EntityName& user, wire::Time now);
  // One that was chosen elsewhere. EntityAlreadyExists when somebody has it, ValidationError when
  // no request could name it.
  wire::Result<void> take_key(const EntityName& user, const signer::Credentials& pair,
                              wire::Time now);
  wire::Result<std::vector<AccessKey>> keys(const EntityName& user) const;
  wire::Result<void> set_active(const EntityName& user, std::string_view access_key, bool active);
  // The sessions made with it end as well.
  wire::Result<void> remove_key(const EntityName& user, std::string_view access_key);

  // Sessions: of the caller itself (GetSessionToken), of a name under its policies
  // (GetFederationToken), of a role. LimitExceeded when there are too many of them.
  wire::Result<signer::Credentials> begin_session(const Identity& caller, SessionTerms terms);
  wire::Result<signer::Credentials> begin_federation(const Identity& caller, SessionTerms terms);
  wire::Result<signer::Credentials> assume(const EntityName& role, SessionTerms terms);
  // Ends a session before its time: its key is unknown from here on. Whether there was one.
  bool revoke(std::string_view access_key);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  const Identity& root_of(std::string_view account) const {
    return *by_account_.find(account)->second;
  }
  std::string unique_id(std::string_view prefix);
  // A key that nobody else has.
  signer::Credentials draw_pair(std::string_view prefix);
  bool claim(std::string_view access_key) {
    return registry_ == nullptr || registry_->claim(access_key);
  }
  void release(std::string_view access_key) noexcept {
    if (registry_ != nullptr) registry_->release(access_key);
  }
  // Of the image, while the Directory is made.
  void keep_or_draw(std::shared_ptr<const signer::Key>& key);
  void take_root(Root root);
  void take_keys(Holder& user);
  void take_session(KeptSession session);

  // All below want the mutex held.
  Holders& holders(EntityKind kind, std::string_view account);
  const Holders* find_holders(EntityKind kind, std::string_view account) const;
  wire::Result<Holder*> holder(const EntityName& name);
  wire::Result<const Holder*> holder(const EntityName& name) const;
  wire::Result<Account*> account_with(std::string_view number, std::string_view arn);
  void changed() noexcept { changes_.fetch_add(1, std::memory_order_release); }
  Policies policies_of(const Holder& holder) const;
  Identity identity_of(const Holder& user, std::shared_ptr<const signer::Key> key) const;
  // Whose policies a session of the caller has, and with what it ends. NoSuchEntity when the
  // caller's key has gone since it was found.
  wire::Result<Session> session_under(const Identity& caller, wire::Time expires,
                                      Policies& policies) const;
  // Hands out new identities for every key and session of the entity.
  void policies_changed(const Holder& holder);
  wire::Result<signer::Credentials> add_session(Identity identity, Session session,
                                                SessionTerms terms);
  void end_session(std::string_view access_key);
  void forget_expired(wire::Time before);
  const std::shared_ptr<const Policy>& everything();

  ByText<std::shared_ptr<const Identity>> roots_;       // never changes
  ByText<std::shared_ptr<const Identity>> by_account_;  // never changes: number -> its root
  ByText<std::string> numbers_;                         // never changes: canonical id -> account
  std::vector<std::string> root_keys_;                  // in their order
  std::vector<Root> former_roots_;                      // only carried along
  std::shared_ptr<const Identity> first_;
  std::shared_ptr<wire::Random> random_;
  std::shared_ptr<KeyRegistry> registry_;
  std::atomic<std::uint64_t> changes_{0};

  mutable std::shared_mutex mutex_;
  std::map<std::string, Account, std::less<>> accounts_;  // all that roots_ have, and former ones'
  ByText<std::shared_ptr<const Identity>> keys_;          // active ones, and sessions
  ByText<Session> sessions_;
  std::set<std::pair<wire::Time, std::string>> by_expiry_;
  std::shared_ptr<const Policy> everything_;  // what a federated user of a root has; null: not yet
};

}  // namespace pail::access
