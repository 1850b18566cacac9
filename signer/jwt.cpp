#include "signer/jwt.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "signer/json_text.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"

namespace pail::signer {
namespace {

namespace json = boost::json;
using wire::Errc;
using wire::Error;

// Dates beyond year 9999 are nonsense, and far below where arithmetic on them would overflow.
constexpr std::int64_t date_max = 253'402'300'799;

Error invalid(std::string_view what) {
  return {Errc::InvalidIdentityToken,
          "The ID Token provided is not a valid JWT. " + std::string(what)};
}

std::optional<json::object> decoded_object(std::string_view part) {
  const auto text = wire::from_base64url(part);
  return text ? parse_object(*text) : std::nullopt;
}

wire::Result<void> read_header(const json::object& header, Jwt& token) {
  const std::string_view algorithm = text_of(header, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") {
    return invalid("Its algorithm is '" + std::string(algorithm) +
                   "'; only RS256 and ES256 are accepted.");
  }
  if (header.contains("crit")) return invalid("It has critical header parameters.");
  token.algorithm = algorithm == "RS256" ? JwtAlgorithm::rs256 : JwtAlgorithm::es256;
  token.kid = text_of(header, "kid");
  return wire::ok();
}

std::optional<wire::Seconds> read_date(const json::object& claims, std::string_view name) {
  const json::value* const value = claims.if_contains({name.data(), name.size()});
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double seconds = value->to_number<double>();
  if (!(seconds >= 0) || seconds > static_cast<double>(date_max)) return std::nullopt;
  return wire::Seconds(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

// A text, or an array of texts.
std::vector<std::string> read_audiences(const json::object& claims) {
  std::vector<std::string> audiences;
  const json::value* const value = claims.if_contains("aud");
  if (value == nullptr) return audiences;
  const auto take = [&](const json::value& one) {
    if (one.is_string() && !one.get_string().empty()) audiences.emplace_back(one.get_string());
  };
  if (value->is_array()) std::for_each(value->get_array().begin(), value->get_array().end(), take);
  take(*value);
  return audiences;
}

wire::Result<void> read_claims(const json::object& claims, Jwt& token) {
  token.issuer = text_of(claims, "iss");
  token.subject = text_of(claims, "sub");
  token.audiences = read_audiences(claims);
  const auto expires = read_date(claims, "exp");
  if (token.issuer.empty()) return invalid("iss is missing.");
  if (token.subject.empty()) return invalid("sub is missing.");
  if (token.audiences.empty()) return invalid("aud is missing.");
  if (!expires) return invalid("exp is missing.");
  token.expires = *expires;
  token.not_before = read_date(claims, "nbf");
  if (claims.contains("nbf") && !token.not_before) return invalid("nbf is no date.");
  return wire::ok();
}

bool verifies(const Jwt& token, const Jwk& jwk, const wire::Sha256Digest& digest) {
  const wire::Bytes signature = wire::as_bytes(token.signature);
  if (const auto* const rsa = std::get_if<wire::RsaPublicKey>(&jwk.key)) {
    return token.algorithm == JwtAlgorithm::rs256 && rsa->verify(digest, signature);
  }
  return token.algorithm == JwtAlgorithm::es256 &&
         std::get<wire::P256PublicKey>(jwk.key).verify_raw(digest, signature);
}

}  // namespace

wire::Result<Jwt> parse_jwt(std::string_view text) {
  if (text.size() > jwt_bytes_max) return invalid("It is too long.");
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (first == last || text.find('.', first + 1) != last) return invalid("It has not three parts.");
  const auto header = decoded_object(text.substr(0, first));
  const auto claims = decoded_object(text.substr(first + 1, last - first - 1));
  const auto signature = wire::from_base64url(text.substr(last + 1));
  if (!header || !claims || !signature) return invalid("A part of it cannot be read.");
  Jwt token;
  PAIL_TRY(read_header(*header, token));
  PAIL_TRY(read_claims(*claims, token));
  token.claims = *claims;
  token.signed_text = text.substr(0, last);
  token.signature = *signature;
  return token;
}

bool signature_holds(const Jwt& token, const std::vector<Jwk>& keys) {
  const wire::Sha256Digest digest = wire::sha256(wire::as_bytes(token.signed_text));
  return std::any_of(keys.begin(), keys.end(), [&](const Jwk& jwk) {
    return (token.kid.empty() || token.kid == jwk.kid) && verifies(token, jwk, digest);
  });
}

wire::Result<void> check_dates(const Jwt& token, wire::Time now) {
  if (now >= token.expires + jwt_leeway) {
    return Error(Errc::ExpiredTokenException, "Token expired: current date/time " +
                                                  wire::format_iso_extended(now) +
                                                  " must be before the expiration date/time " +
                                                  wire::format_iso_extended(token.expires));
  }
  if (token.not_before && now + jwt_leeway < *token.not_before) {
    return Error(Errc::IDPRejectedClaim,
                 "Token is not valid before " + wire::format_iso_extended(*token.not_before));
  }
  return wire::ok();
}

}  // namespace pail::signer
