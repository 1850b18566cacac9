#include "signer/credentials.hpp"

#include <algorithm>
#include <utility>

namespace pail::signer {
namespace {

// The derivation of spec/sigv4.md §3: each step's digest is the key of the next.
wire::HmacSha256 derive_signing_key(std::string_view secret, std::string_view day,
                                    std::string_view region, std::string_view service) {
  std::string seed = "AWS4";
  seed.reserve(seed.size() + secret.size());
  seed += secret;
  const wire::HmacSha256 from_secret(seed);
  wire::wipe(seed);
  const wire::HmacSha256 of_day(from_secret(day));
  const wire::HmacSha256 of_region(of_day(region));
  const wire::HmacSha256 of_service(of_region(service));
  return wire::HmacSha256(of_service("aws4_request"));
}

}  // namespace

Credentials::Credentials(std::string access, std::string secret, std::string token)
    : access_key(std::move(access)),
      secret_key(std::move(secret)),
      session_token(std::move(token)) {}

Credentials& Credentials::operator=(Credentials other) noexcept {
  access_key.swap(other.access_key);
  secret_key.swap(other.secret_key);
  session_token.swap(other.session_token);
  return *this;
}

Credentials::~Credentials() {
  wire::wipe(secret_key);
}

struct Key::Scope {
  std::string day, region, service;
  wire::HmacSha256 signing_key;

  bool is(std::string_view d, std::string_view r, std::string_view s) const noexcept {
    return day == d && region == r && service == s;
  }
};

Key::Key(Credentials credentials, std::optional<wire::Time> expires)
    : credentials_(std::move(credentials)), expires_(expires), v2_(credentials_.secret_key) {}

std::shared_ptr<const Key> Key::with_secret(const Change& change) const {
  return std::make_shared<const Key>(
      Credentials(credentials_.access_key, change(credentials_.secret_key),
                  credentials_.session_token),
      expires_);
}

std::string Key::sign_v2(std::string_view text) const {
  const wire::Sha1Digest digest = v2_(text);
  return wire::to_base64(digest);
}

std::shared_ptr<const Key::Scope> Key::scope(std::string_view day, std::string_view region,
                                             std::string_view service) const {
  {
    const std::lock_guard lock(mutex_);
    const auto hit = std::find_if(scopes_.begin(), scopes_.end(), [&](const auto& cached) {
      return cached && cached->is(day, region, service);
    });
    if (hit != scopes_.end()) {
      std::rotate(scopes_.begin(), hit, hit + 1);
      return scopes_.front();
    }
  }
  // Derived outside the lock: two threads may do it at once, which is harmless.
  auto fresh = std::make_shared<const Scope>(
      Scope{std::string(day), std::string(region), std::string(service),
            derive_signing_key(credentials_.secret_key, day, region, service)});
  const std::lock_guard lock(mutex_);
  std::rotate(scopes_.begin(), scopes_.end() - 1, scopes_.end());
  return scopes_.front() = std::move(fresh);
}

wire::HmacSha256 Key::signing_key(std::string_view day, std::string_view region,
                                  std::string_view service) const {
  return scope(day, region, service)->signing_key;
}

std::string Key::sign_v4(std::string_view text, std::string_view day, std::string_view region,
                         std::string_view service) const {
  return wire::to_hex(scope(day, region, service)->signing_key(text));
}

}  // namespace pail::signer
