#include "signer/credentials.hpp"

#include <algorithm>
#include <utility>

#include "signer/v4a.hpp"
#include "wire/digits.hpp"

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

// Of what we write ourselves. from_hex takes capitals too, but S3 compares V4's as text.
bool is_lower_hex(std::string_view text) noexcept {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
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

void Key::lend_secret(const std::function<void(std::string_view)>& use) const {
  use(credentials_.secret_key);
}

SignatureV2 Key::signature_v2(std::string_view text) const noexcept {
  SignatureV2 signature;
  wire::put_base64(signature.characters.data(), v2_(text));
  return signature;
}

std::shared_ptr<const Key::Scope> Key::scope(std::string_view day, std::string_view region,
                                             std::string_view service) const {
  {
    const std::lock_guard lock(mutex_);
    const auto hit = std::find_if(scopes_.begin(), scopes_.end(), [&](const auto& cached) {
      return cached && cached->is(day, region, service);
    });
    if (hit != scopes_.end()) {
      if (hit != scopes_.begin()) std::rotate(scopes_.begin(), hit, hit + 1);
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

SignatureV4 Key::signature_v4(std::string_view text, std::string_view day, std::string_view region,
                              std::string_view service) const {
  SignatureV4 signature;
  wire::put_hex(signature.characters.data(), scope(day, region, service)->signing_key(text));
  return signature;
}

const wire::P256PrivateKey& Key::v4a() const {
  std::call_once(v4a_derived_, [this] {
    v4a_.emplace(v4a::private_key(credentials_.access_key, credentials_.secret_key));
  });
  return *v4a_;
}

std::string Key::sign_v4a(std::string_view text) const {
  return wire::to_hex(wire::as_bytes(v4a().sign(wire::sha256(wire::as_bytes(text)))));
}

bool Key::verify_v4a(std::string_view text, std::string_view hex) const {
  if (!is_lower_hex(hex)) return false;
  const auto der = wire::from_hex(hex);
  return der && v4a().public_key().verify(wire::sha256(wire::as_bytes(text)), wire::as_bytes(*der));
}

}  // namespace pail::signer
