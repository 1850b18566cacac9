// Who may sign in one world, and as whom: the key ring that signatures are verified against. Every
// pair of keys handed in at the start is the root of an account of its own; account number and
// canonical id are derived from the access key, so that they stay the same from run to run. Users,
// roles and sessions come and go later.
//
// Owns keys and identities and hands out shared ones: a request keeps what it found for as long as
// it runs, whatever changes meanwhile. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/access/identity.hpp"
#include "signer/credentials.hpp"

namespace pail::access {

class Directory final : public signer::KeyRing {
 public:
  // The first pair of an access key counts.
  explicit Directory(std::vector<signer::Credentials> pairs);

  std::shared_ptr<const signer::Key> find(std::string_view access_key) const override;
  // nullptr: unknown or inactive.
  std::shared_ptr<const Identity> identity(std::string_view access_key) const;
  // Number of the account whose canonical id this is; "" when it is nobody's here. The view lives
  // as long as the Directory.
  std::string_view account_number(std::string_view canonical_id) const noexcept;
  // The first pair's: whom requests belong to when signatures are not looked at (--auth=off).
  std::shared_ptr<const Identity> first() const noexcept { return first_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <class Value>
  using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  ByText<std::shared_ptr<const Identity>> by_access_key_;
  std::shared_ptr<const Identity> first_;
};

}  // namespace pail::access
