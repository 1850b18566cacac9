#include "signer/checks.hpp"

#include <chrono>

#include "signer/canonical.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/encode.hpp"
#include "wire/limits.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

Error unknown_key(std::string_view access_key) {
  return Error(Errc::InvalidAccessKeyId).with("AWSAccessKeyId", access_key);
}

Error invalid_token(std::string_view token) {
  return Error(Errc::InvalidToken).with("Token-0", token);
}

}  // namespace

wire::Result<RequestDate> readable_date(const Request& request) {
  const canonical::SentDate sent = canonical::request_date(request.message.headers);
  if (const auto time = wire::parse_request_date(sent.text, request.rules.now)) {
    return RequestDate{sent.text, *time, sent.is_amz};
  }
  return Error(Errc::AccessDenied, "AWS authentication requires a valid Date or x-amz-date header");
}

wire::Result<void> within_skew(const RequestDate& date, wire::Time now) {
  // In seconds, rounded away from the request: exact, and no far date can overflow microseconds.
  const auto ahead = date.time - std::chrono::floor<std::chrono::seconds>(now);
  const auto behind = std::chrono::ceil<std::chrono::seconds>(now) - date.time;
  if (ahead <= wire::limits::skew_max && behind <= wire::limits::skew_max) return wire::ok();
  constexpr std::chrono::milliseconds allowed = wire::limits::skew_max;
  return Error(Errc::RequestTimeTooSkewed)
      .with("RequestTime", date.text)
      .with("ServerTime", wire::format_iso_extended(now))
      .with("MaxAllowedSkewMilliseconds", std::to_string(allowed.count()));
}

bool has_passed(wire::Seconds end, wire::Time now) noexcept {
  return std::chrono::floor<std::chrono::milliseconds>(now) > end;
}

wire::Result<std::shared_ptr<const Key>> known_key(const Request& request,
                                                   std::string_view access_key,
                                                   std::string_view token) {
  std::shared_ptr<const Key> key = request.keys.find(access_key);
  if (!key) return unknown_key(access_key);
  if (key->session_token().empty()) return key;
  if (token.empty()) return unknown_key(access_key);
  if (!wire::constant_time_equal(token, key->session_token())) return invalid_token(token);
  if (key->expires() && request.rules.now >= *key->expires()) {
    return Error(Errc::ExpiredToken).with("Token-0", token);
  }
  return key;
}

wire::Result<void> matches(const Signature& signature) {
  if (wire::constant_time_equal(signature.computed, signature.provided)) return wire::ok();
  return signature_mismatch(signature);
}

Error signature_mismatch(const Signature& signature) {
  Error error(Errc::SignatureDoesNotMatch);
  error.with("AWSAccessKeyId", signature.access_key)
      .with("StringToSign", signature.string_to_sign)
      .with("SignatureProvided", signature.provided)
      .with("StringToSignBytes", wire::to_spaced_hex(signature.string_to_sign));
  if (!signature.canonical_request.empty()) {
    error.with("CanonicalRequest", signature.canonical_request)
        .with("CanonicalRequestBytes", wire::to_spaced_hex(signature.canonical_request));
  }
  return error;
}

wire::Result<void> token_has_use(const Key& key, std::string_view token) {
  if (token.empty() || !key.session_token().empty()) return wire::ok();
  return invalid_token(token);
}

Error invalid_authorization(std::string_view why, std::string_view header) {
  return Error(Errc::InvalidArgument, why)
      .with("ArgumentName", "Authorization")
      .with("ArgumentValue", header);
}

}  // namespace pail::signer::checks
