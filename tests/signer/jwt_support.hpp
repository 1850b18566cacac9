// An identity provider of the tests: a P-256 key, its key set, and tokens signed with it. The RSA
// token in fixtures/jwt/ was signed once, by a key that is gone.
#pragma once

#include <boost/json.hpp>
#include <cstring>
#include <string>
#include <string_view>

#include "wire/digest.hpp"
#include "wire/ecdsa.hpp"
#include "wire/encode.hpp"

namespace pail::signer::testing {

inline constexpr const char* test_issuer = "https://idp.example.com/pool";

inline std::string base64url(std::string_view bytes) {
  std::string text = wire::to_base64(wire::as_bytes(bytes));
  text.erase(text.find_last_not_of('=') + 1);
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

// SEQUENCE { INTEGER r, INTEGER s } as r and s of 32 bytes each.
inline std::string raw_signature(std::string_view der) {
  std::string raw;
  std::size_t at = 2;
  for (int part = 0; part < 2; ++part) {
    const auto size = static_cast<std::size_t>(der[at + 1]);
    std::string number(der.substr(at + 2, size));
    at += 2 + size;
    if (number.size() > wire::p256_bytes) number.erase(0, number.size() - wire::p256_bytes);
    raw += std::string(wire::p256_bytes - number.size(), '\0') + number;
  }
  return raw;
}

class TestIssuer {
 public:
  explicit TestIssuer(char scalar_byte = 7, std::string kid = "key-1")
      : kid_(std::move(kid)),
        key_(*wire::P256PrivateKey::from_scalar(
            wire::as_bytes(std::string(wire::p256_bytes, scalar_byte)))) {}

  std::string jwk() const {
    const auto point = [](const wire::P256Field& field) { return base64url(wire::as_text(field)); };
    return R"({"kty":"EC","crv":"P-256","kid":")" + kid_ + R"(","x":")" +
           point(key_.public_key().x()) + R"(","y":")" + point(key_.public_key().y()) + R"("})";
  }
  std::string jwks() const { return R"({"keys":[)" + jwk() + "]}"; }

  std::string sign(const boost::json::object& header, const boost::json::object& claims) const {
    const std::string text =
        base64url(boost::json::serialize(header)) + "." + base64url(boost::json::serialize(claims));
    const std::string der = key_.sign(wire::sha256(wire::as_bytes(text)));
    return text + "." + base64url(raw_signature(der));
  }
  std::string sign(const boost::json::object& claims) const {
    return sign({{"alg", "ES256"}, {"typ", "JWT"}, {"kid", kid_}}, claims);
  }

 private:
  std::string kid_;
  wire::P256PrivateKey key_;
};

// Valid from 12:00 to 13:00 on 2026-03-01.
inline boost::json::object test_claims() {
  return {{"iss", test_issuer},
          {"sub", "user-1"},
          {"aud", "phone-app"},
          {"nbf", 1'772'366'400},
          {"exp", 1'772'370'000}};
}

}  // namespace pail::signer::testing
