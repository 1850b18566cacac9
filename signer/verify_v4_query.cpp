// Signature Version 4 in the query: each function is a row of spec/sigv4.md §9.
#include <chrono>
#include <string>

#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "signer/verify_v4.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

constexpr Form form{Errc::AuthorizationQueryParametersError,
                    "Error parsing the X-Amz-Credential parameter; "};

wire::Result<Scheme> supported_algorithm(std::string_view algorithm) {
  if (algorithm == v4::algorithm) return Scheme::v4_query;
  if (algorithm == v4a::algorithm) return Scheme::v4a_query;
  return Error(Errc::AuthorizationQueryParametersError,
               "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
}

wire::Result<Claim> six_parameters(const wire::Query& query, Scheme scheme) {
  const auto credential = query.value("X-Amz-Credential");
  const auto signature = query.value("X-Amz-Signature");
  const auto date = query.value("X-Amz-Date");
  const auto signed_headers = query.value("X-Amz-SignedHeaders");
  if (!credential || !signature || !date || !signed_headers || !query.has("X-Amz-Expires")) {
    return Error(Errc::AuthorizationQueryParametersError,
                 "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                 "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                 "X-Amz-Expires parameters.");
  }
  Claim claim;
  claim.scheme = scheme;
  claim.algorithm = *query.value("X-Amz-Algorithm");
  claim.date_text = *date;
  claim.credential = *credential;
  claim.signed_headers = *signed_headers;
  claim.signature = *signature;
  claim.token = query.value("X-Amz-Security-Token").value_or(std::string_view{});
  return claim;
}

// Of V4A. The words are S3's; that it stands behind the other parameters is ours.
wire::Result<std::string_view> region_set_sent(const Claim& claim, const wire::Query& query) {
  const std::string_view sent = query.value("X-Amz-Region-Set").value_or(std::string_view{});
  if (!sent.empty() || claim.signed_by() == Algorithm::hmac_sha256) return sent;
  return Error(Errc::AuthorizationQueryParametersError,
               "SigV4a query auth requires a non empty x-amz-region-set parameter.");
}

wire::Result<wire::Seconds> date_in_long_format(std::string_view text) {
  if (const auto date = wire::parse_iso_basic(text)) return *date;
  return Error(Errc::AuthorizationQueryParametersError,
               "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
}

wire::Result<std::chrono::seconds> lifetime(std::string_view text) {
  const auto seconds = wire::parse_signed(text);
  const auto refuse = [](std::string_view why) {
    return Error(Errc::AuthorizationQueryParametersError, why);
  };
  if (!seconds) return refuse("X-Amz-Expires should be a number");
  if (*seconds < 0) return refuse("X-Amz-Expires must be non-negative");
  if (*seconds > wire::limits::presign_v4_max_s) {
    return refuse(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
        "must be less than 604800 seconds");
  }
  return std::chrono::seconds(*seconds);
}

wire::Result<void> already_valid(wire::Seconds date, wire::Seconds end, wire::Time now) {
  if (date <= now + wire::limits::skew_max) return wire::ok();
  const std::chrono::milliseconds since_epoch = date.time_since_epoch();
  return Error(Errc::AccessDenied, "Request is not yet valid")
      .with("X-Amz-Date", std::to_string(since_epoch.count()))
      .with("Expires", wire::format_iso_extended(end))
      .with("ServerTime", wire::format_iso_extended(now));
}

wire::Result<void> still_valid(std::string_view expires_text, wire::Seconds end, wire::Time now) {
  if (!has_passed(end, now)) return wire::ok();
  return Error(Errc::AccessDenied, "Request has expired")
      .with("X-Amz-Expires", expires_text)
      .with("Expires", wire::format_iso_extended(end))
      .with("ServerTime", wire::format_iso_extended(now));
}

wire::Result<void> day_is_of_query(std::string_view day, std::string_view date_text) {
  const std::string_view date_day = date_text.substr(0, 8);
  if (day == date_day) return wire::ok();
  return Form{form.code, {}}.refuse("Invalid credential date \"", day,
                                    "\". This date is not the same as X-Amz-Date: \"", date_day,
                                    "\".");
}

// §5: the header's text is signed unread. But a body that is framed has to be unframed.
wire::Result<Payload> query_framing(const Claim& claim) {
  PAIL_TRY(const auto framing, announced_framing(claim.payload_hash, claim.signed_by()));
  return framing.value_or(Payload::unspecified);
}

// S3's URLs promise nothing of a body; those of STS and IAM are signed over its hash.
std::string_view payload_hash(const Request& request) {
  const std::string_view own = request.rules.payload_sha256;
  return request.message.headers.find("x-amz-content-sha256")
      .value_or(own.empty() ? v4::unsigned_payload : own);
}

}  // namespace

wire::Result<Verdict> verify_v4_query(const Request& request) {
  const wire::Query& query = request.message.query;
  const wire::Headers& headers = request.message.headers;
  const wire::Time now = request.rules.now;
  PAIL_TRY(const Scheme scheme, supported_algorithm(*query.value("X-Amz-Algorithm")));
  PAIL_TRY(Claim claim, six_parameters(query, scheme));
  PAIL_TRY(claim.region_set, region_set_sent(claim, query));
  PAIL_TRY(const wire::Seconds date, date_in_long_format(claim.date_text));
  const std::string_view expires_text = *query.value("X-Amz-Expires");
  PAIL_TRY(const std::chrono::seconds lasts, lifetime(expires_text));
  PAIL_TRY(already_valid(date, date + lasts, now));
  PAIL_TRY(still_valid(expires_text, date + lasts, now));
  PAIL_TRY(const Credential credential, scope_is_ours(claim, form, request.rules));
  PAIL_TRY(day_is_of_query(credential.day, claim.date_text));
  const v4::SignedHeaders signed_headers(claim.signed_headers);
  PAIL_TRY(all_signed(headers, signed_headers));
  claim.payload_hash = payload_hash(request);
  PAIL_TRY(const Payload payload, query_framing(claim));
  return key_and_signature_hold(request, claim, credential, signed_headers, Body{payload});
}

}  // namespace pail::signer::checks
