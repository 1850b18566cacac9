// Signature Version 2, both forms: each function is one row of the tables of spec/sigv2.md §9.
#include <algorithm>
#include <string>

#include "signer/checks.hpp"
#include "signer/v2.hpp"
#include "signer/v2_compat.hpp"
#include "wire/date.hpp"
#include "wire/digest.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

struct Claim {
  std::string_view access_key;
  std::string_view signature;
};

wire::Result<void> only_one_space(std::string_view header) {
  if (header.find(' ', header.find(' ') + 1) == std::string_view::npos) return wire::ok();
  return invalid_authorization(one_space_required, header);
}

wire::Result<Claim> key_and_signature(std::string_view header) {
  const std::string_view credential = header.substr(header.find(' ') + 1);
  const std::size_t colon = credential.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view signature = credential.substr(colon + 1);
    const bool well_formed = !signature.empty() && signature.find(':') == std::string_view::npos;
    if (well_formed) return Claim{credential.substr(0, colon), signature};
  }
  return invalid_authorization(
      "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature", header);
}

wire::Result<Claim> all_parameters(const wire::Query& query) {
  const auto access_key = query.value("AWSAccessKeyId");
  if (access_key && query.has("Expires")) return Claim{*access_key, *query.value("Signature")};
  return Error(Errc::AccessDenied,
               "Query-string authentication requires the Signature, Expires and AWSAccessKeyId "
               "parameters");
}

// Beyond 32 bits is no date: measured above, taken to hold below.
wire::Result<wire::Seconds> readable_expires(std::string_view text) {
  const auto seconds = wire::parse_signed(text);
  if (seconds && *seconds <= wire::limits::expires_v2_max &&
      *seconds >= -wire::limits::expires_v2_max - 1) {
    return wire::Seconds(std::chrono::seconds(*seconds));
  }
  std::string message = "Invalid date (should be seconds since epoch): ";
  message += text;
  return Error(Errc::AccessDenied, message);
}

wire::Result<void> not_expired(wire::Seconds expires, wire::Time now) {
  if (!has_passed(expires, now)) return wire::ok();
  return Error(Errc::AccessDenied, "Request has expired")
      .with("Expires", wire::format_iso_extended(expires))
      .with("ServerTime", wire::format_iso_extended(now));
}

// The token as it is signed: a parameter of that name replaces the header (§4, §8).
std::string_view presented_token(const Message& message) {
  constexpr std::string_view name = "x-amz-security-token";
  for (const wire::QueryParam& param : message.query.all()) {
    if (wire::iequals(param.name, name)) return param.value;
  }
  return message.headers.get(name);
}

// Whether boto3 made that signature and is let through: tried only after S3's own rule has failed.
bool is_of_boto(const Request& request, const Claim& claim, const Key& key,
                std::string_view date_line) {
  if (!request.rules.compat.boto_v2) return false;
  const auto resources = v2::resources_of_boto(request.message);
  return std::any_of(resources.begin(), resources.end(), [&](const std::string& resource) {
    const std::string text = v2::string_to_sign(request.message, date_line, resource);
    return wire::constant_time_equal(key.signature_v2(text), claim.signature);
  });
}

wire::Result<Verdict> key_and_signature_hold(const Request& request, const Claim& claim,
                                             std::string_view date_line, Scheme scheme) {
  const std::string_view token = presented_token(request.message);
  Verdict verdict;
  verdict.scheme = scheme;
  PAIL_TRY(verdict.key, known_key(request, claim.access_key, token));
  Text text;
  v2::append_string_to_sign(text, request.message, date_line);
  const SignatureV2 computed = verdict.key->signature_v2(text);
  const auto match = matches({claim.access_key, claim.signature, computed, text, {}});
  if (!match && !is_of_boto(request, claim, *verdict.key, date_line)) return match.error();
  PAIL_TRY(token_has_use(*verdict.key, token));
  return verdict;
}

}  // namespace

wire::Result<Verdict> verify_v2_header(const Request& request) {
  PAIL_TRY(only_one_space(request.authorization));
  PAIL_TRY(const Claim claim, key_and_signature(request.authorization));
  PAIL_TRY(const RequestDate date, readable_date(request));
  PAIL_TRY(within_skew(date, request.rules.now));
  const std::string_view date_line = date.is_amz ? std::string_view{} : date.text;
  return key_and_signature_hold(request, claim, date_line, Scheme::v2_header);
}

wire::Result<Verdict> verify_v2_query(const Request& request) {
  PAIL_TRY(const Claim claim, all_parameters(request.message.query));
  const std::string_view expires_text = *request.message.query.value("Expires");
  PAIL_TRY(const wire::Seconds expires, readable_expires(expires_text));
  PAIL_TRY(not_expired(expires, request.rules.now));
  return key_and_signature_hold(request, claim, expires_text, Scheme::v2_query);
}

}  // namespace pail::signer::checks
