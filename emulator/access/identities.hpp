// Who may sign in one world: the key ring that signatures are verified against, and whom each key
// stands for. Every pair of keys handed in is the root of an account of its own; account number
// and canonical id are derived from the access key, so that they stay the same from run to run.
//
// Owns the keys. Immutable once built, so that finding needs no lock: thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "signer/credentials.hpp"

namespace pail::access {

struct Identity {
  std::string account;       // 12 digits
  std::string canonical_id;  // 64 hex digits: <Owner><ID>
  std::string arn;           // arn:aws:iam::123456789012:root
  std::shared_ptr<const signer::Key> key;
};

class Identities final : public signer::KeyRing {
 public:
  // The first pair of an access key counts.
  explicit Identities(std::vector<signer::Credentials> pairs);

  std::shared_ptr<const signer::Key> find(std::string_view access_key) const override;
  // nullptr: unknown.
  const Identity* identity(std::string_view access_key) const noexcept;
  // Whose canonical id this is; nullptr: nobody's here.
  const Identity* account_of(std::string_view canonical_id) const noexcept;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, Identity, Hash, std::equal_to<>> by_access_key_;
};

}  // namespace pail::access
