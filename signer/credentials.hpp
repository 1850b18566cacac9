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

#include "signer/text.hpp"
#include "wire/clock.hpp"
#include "wire/digest.hpp"
#include "wire/ecdsa.hpp"

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

using SignatureV2 = FixedText<28>;
using SignatureV4 = FixedText<64>;

// A secret prepared for many signatures: keyed HMAC-SHA1 midstates for V2, the V4 signing keys of
// the scopes used last, and V4A's key pair from its first use on. Thread-safe: const calls may run
// at once (the V4 cache has its own lock).
class Key {
 public:
  // `expires`: of temporary credentials, by the clock of whoever verifies; it never ends without.
  explicit Key(Credentials credentials, std::optional<wire::Time> expires = {});
  std::optional<wire::Time> expires() const noexcept { return expires_; }
  // Calls `use` with the secret, which must not keep it: for what a mistaken client would have
  // derived from it (explain).
  void lend_secret(const std::function<void(std::string_view secret)>& use) const;
  std::string_view access_key() const noexcept { return credentials_.access_key; }
  std::string_view session_token() const noexcept { return credentials_.session_token; }

  // Base64(HMAC-SHA1(secret, text)).
  SignatureV2 signature_v2(std::string_view text) const noexcept;
  std::string sign_v2(std::string_view text) const { return std::string(signature_v2(text)); }
  // The keyed state of kSigning for that scope; day is yyyyMMdd. Cached.
  wire::HmacSha256 signing_key(std::string_view day, std::string_view region,
                               std::string_view service) const;
  // hex(HMAC-SHA256(kSigning, text)).
  SignatureV4 signature_v4(std::string_view text, std::string_view day, std::string_view region,
                           std::string_view service) const;
  std::string sign_v4(std::string_view text, std::string_view day, std::string_view region,
                      std::string_view service) const {
    return std::string(signature_v4(text, day, region, service));
  }
  // Lower-case hex of an ECDSA signature in DER: 16 to 144 characters, others at each call.
  std::string sign_v4a(std::string_view text) const;
  // Whether `hex` is such a text, made of `text` with this secret.
  bool verify_v4a(std::string_view text, std::string_view hex) const;

 private:
  struct Scope;  // day, region, service -> HmacSha256
  std::shared_ptr<const Scope> scope(std::string_view day, std::string_view region,
                                     std::string_view service) const;
  const wire::P256PrivateKey& v4a() const;

  Credentials credentials_;
  std::optional<wire::Time> expires_;
  wire::HmacSha1 v2_;
  mutable std::mutex mutex_;
  mutable std::array<std::shared_ptr<const Scope>, 4> scopes_;  // 4: yesterday, today, two regions
  mutable std::once_flag v4a_derived_;
  mutable std::optional<const wire::P256PrivateKey> v4a_;
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
