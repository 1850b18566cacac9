#include "signer/jwks.hpp"

#include <boost/json.hpp>
#include <optional>

#include "signer/json_text.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;

Error problem(std::string_view what) {
  return {Errc::InvalidArgument, "JWKS: " + std::string(what)};
}

// The bytes of a member written in base64url; empty when it is missing or broken.
std::string bytes_of(const json::object& key, std::string_view member) {
  return wire::from_base64url(text_of(key, member)).value_or("");
}

// Whether the key says that it is for something else than such signatures.
bool is_for_signatures(const json::object& key, std::string_view algorithm) {
  const std::string_view use = text_of(key, "use");
  const std::string_view alg = text_of(key, "alg");
  return (use.empty() || use == "sig") && (alg.empty() || alg == algorithm);
}

wire::Result<std::optional<Jwk>> read_rsa(const json::object& key) {
  if (!is_for_signatures(key, "RS256")) return std::optional<Jwk>();
  const auto rsa = wire::RsaPublicKey::from_parts(wire::as_bytes(bytes_of(key, "n")),
                                                  wire::as_bytes(bytes_of(key, "e")));
  if (!rsa) return problem("n and e are no RSA key of 2048 to 8192 bits");
  return std::optional<Jwk>({std::string(text_of(key, "kid")), *rsa});
}

wire::Result<std::optional<Jwk>> read_ec(const json::object& key) {
  if (!is_for_signatures(key, "ES256") || text_of(key, "crv") != "P-256") {
    return std::optional<Jwk>();
  }
  const auto point = wire::P256PublicKey::from_point(wire::as_bytes(bytes_of(key, "x")),
                                                     wire::as_bytes(bytes_of(key, "y")));
  if (!point) return problem("x and y are no point of P-256");
  return std::optional<Jwk>({std::string(text_of(key, "kid")), *point});
}

wire::Result<std::optional<Jwk>> read_key(const json::value& value) {
  if (!value.is_object()) return problem("a key is an object");
  const std::string_view kty = text_of(value.get_object(), "kty");
  if (kty == "RSA") return read_rsa(value.get_object());
  if (kty == "EC") return read_ec(value.get_object());
  return std::optional<Jwk>();
}

}  // namespace

wire::Result<std::vector<Jwk>> parse_jwks(std::string_view text) {
  const auto document = parse_object(text);
  if (!document) return problem("not a JSON object");
  const json::value* const keys = document->if_contains("keys");
  if (keys == nullptr || !keys->is_array()) return problem("\"keys\" is not an array");
  if (keys->get_array().size() > jwks_keys_max) return problem("more than 100 keys");
  std::vector<Jwk> found;
  for (const json::value& value : keys->get_array()) {
    PAIL_TRY(std::optional<Jwk> key, read_key(value));
    if (key) found.push_back(std::move(*key));
  }
  if (found.empty()) return problem("no RSA or P-256 key for signatures in it");
  return found;
}

}  // namespace pail::signer
