// Keys: what a client signs with, and what a server verifies against.
//
// A secret lives in exactly two kinds of object, Credentials (clients) and Key (servers and signing
// services), both of which wipe it when they go. Neither has a stream operator or a formatter, on
// purpose.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "wire/clock.hpp"
#include "wire/digest.hpp"

namespace pail::signer {

struct Credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token;  // empty for long-term keys

  Credentials() = default;
  Credentials(std::string access, std::string secret, std::string token = {});
  Credentials(const Credentials&) = default;
  Credentials(Credentials&&) noexcept = default;
  Credentials& operator=(Credentials other) noexcept;  // what was held is wiped with `other`
  ~Credentials();                                      // wipes the secret
};

// A secret prepared for many signatures: keyed HMAC-SHA1 midstates for V2, and the V4 signing keys
// of the scopes used last. Thread-safe: const calls may run at once (the V4 cache has its own
// lock).
class Key {
 public:
  // `expires`: of temporary credentials, by the clock of whoever verifies; it never ends without.
  explicit Key(Credentials credentials, std::optional<wire::Time> expires = {});
  std::optional<wire::Time> expires() const noexcept { return expires_; }
  // The same key but for its secret, which is what `change` makes of this one's: what a client
  // would sign with that, say, read a line end along with it. The secret stays inside.
  using Change = std::function<std::string(std::string_view secret)>;
  std::shared_ptr<const Key> with_secret(const Change& change) const;
  std::string_view access_key() const noexcept { return credentials_.access_key; }
  std::string_view session_token() const noexcept { return credentials_.session_token; }

  // Base64(HMAC-SHA1(secret, text)): 28 characters.
  std::string sign_v2(std::string_view text) const;
  // The keyed state of kSigning for that scope; day is yyyyMMdd. Cached.
  wire::HmacSha256 signing_key(std::string_view day, std::string_view region,
                               std::string_view service) const;
  // hex(HMAC-SHA256(kSigning, text)): 64 characters.
  std::string sign_v4(std::string_view text, std::string_view day, std::string_view region,
                      std::string_view service) const;

 private:
  struct Scope;  // day, region, service -> HmacSha256
  std::shared_ptr<const Scope> scope(std::string_view day, std::string_view region,
                                     std::string_view service) const;

  Credentials credentials_;
  std::optional<wire::Time> expires_;
  wire::HmacSha1 v2_;
  mutable std::mutex mutex_;
  mutable std::array<std::shared_ptr<const Scope>, 4> scopes_;  // 4: yesterday, today, two regions
};

// Who may sign. Implemented by emulator/access; a request keeps the Key it found alive for as long
// as it runs.
class KeyRing {
 public:
  virtual ~KeyRing() = default;
  // nullptr: unknown or inactive.
  virtual std::shared_ptr<const Key> find(std::string_view access_key) const = 0;
};

}  // namespace pail::signer
