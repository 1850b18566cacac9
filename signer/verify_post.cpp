#include "signer/verify_post.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "signer/checks.hpp"
#include "signer/v4.hpp"
#include "signer/verify_v4.hpp"
#include "wire/date.hpp"

namespace pail::signer {
namespace {

using checks::Claim;
using checks::Credential;
using wire::Errc;
using wire::Error;
using wire::ok;
using wire::Result;

// In the order, and with the spelling, in which S3 asks for them.
constexpr std::array<std::string_view, 3> v2_fields = {"AWSAccessKeyId", "Signature", "policy"};
constexpr std::array<std::string_view, 5> v4_fields = {"X-Amz-Algorithm", "X-Amz-Credential",
                                                       "X-Amz-Date", "X-Amz-Signature", "policy"};

Error invalid_field(std::string_view name, std::string_view value, std::string_view why) {
  return Error(Errc::InvalidArgument, why).with("ArgumentName", name).with("ArgumentValue", value);
}

Result<void> has(const wire::Headers& fields, std::string_view name) {
  if (fields.has(name)) return ok();
  return invalid_field(name, "",
                       "Bucket POST must contain a field named '" + std::string(name) +
                           "'.  If it is specified, please check the order of the fields.");
}

Result<void> has_all(const wire::Headers& fields, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    PAIL_TRY(has(fields, name));
  }
  return ok();
}

bool has_any(const wire::Headers& fields, std::span<const std::string_view> names) noexcept {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return fields.has(name); });
}

// `policy` names neither version: a form with nothing else is asked for V2's fields.
Scheme scheme_of(const wire::Headers& fields) noexcept {
  if (has_any(fields, std::span(v4_fields).first(4))) return Scheme::v4_post;
  return has_any(fields, v2_fields) ? Scheme::v2_post : Scheme::anonymous;
}

// The key, then the signature over the policy's text as it was sent.
template <class Sign>
Result<Verdict> key_and_signature_hold(const checks::Request& request, const Claim& claim,
                                       std::string_view access_key, const Sign& sign) {
  Verdict verdict;
  verdict.scheme = claim.scheme;
  PAIL_TRY(verdict.key, checks::known_key(request, access_key, claim.token));
  const std::string_view policy = request.message.headers.get("policy");
  PAIL_TRY(checks::matches({access_key, claim.signature, sign(*verdict.key, policy), policy, {}}));
  PAIL_TRY(checks::token_has_use(*verdict.key, claim.token));
  return verdict;
}

Claim claim_of(const wire::Headers& fields, Scheme scheme, std::string_view signature_field) {
  Claim claim;
  claim.scheme = scheme;
  claim.signature = fields.get(signature_field);
  claim.token = fields.get("x-amz-security-token");
  return claim;
}

Result<Verdict> verify_v2(const checks::Request& request) {
  const wire::Headers& fields = request.message.headers;
  PAIL_TRY(has_all(fields, v2_fields));
  return key_and_signature_hold(
      request, claim_of(fields, Scheme::v2_post, "signature"), fields.get("AWSAccessKeyId"),
      [](const Key& key, std::string_view policy) { return key.sign_v2(policy); });
}

// The wordings of the algorithm and the day are those of query authentication: what S3 says of a
// form is not known.
Result<void> supported_algorithm(std::string_view text) {
  if (text == v4::algorithm) return ok();
  return invalid_field("X-Amz-Algorithm", text,
                       "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
}

Result<void> date_in_long_format(std::string_view text) {
  if (wire::parse_iso_basic(text)) return ok();
  return invalid_field("X-Amz-Date", text, "X-Amz-Date must be formated via ISO8601 Long format");
}

Result<Credential> credential_is_ours(const Claim& claim, const Rules& rules) {
  constexpr std::string_view name = "X-Amz-Credential";
  if (claim.credential.starts_with('/')) {
    return invalid_field(name, claim.credential,
                         "a non-empty Access Key (AKID) must be provided in the credential.");
  }
  auto credential = checks::scope_is_ours(claim, {Errc::InvalidArgument, {}}, rules);
  if (credential) return credential;
  // The words of the other forms, but here the argument is named, in front of the Region.
  const Error& refusal = credential.error();
  Error error = invalid_field(name, claim.credential, refusal.message().value_or(""));
  for (const wire::NamedText& detail : refusal.details()) error.with(detail.name, detail.value);
  return error;
}

Result<void> day_is_of_date(const Credential& credential, const Claim& claim) {
  const std::string_view date_day = claim.date_text.substr(0, credential.day.size());
  if (credential.day == date_day) return ok();
  std::string message = "Invalid credential date \"";
  message.append(credential.day).append("\". This date is not the same as X-Amz-Date: \"");
  message.append(date_day).append("\".");
  return invalid_field("X-Amz-Credential", claim.credential, message);
}

Result<Verdict> verify_v4(const checks::Request& request) {
  const wire::Headers& fields = request.message.headers;
  PAIL_TRY(has_all(fields, v4_fields));
  Claim claim = claim_of(fields, Scheme::v4_post, "x-amz-signature");
  claim.algorithm = fields.get("x-amz-algorithm");
  claim.date_text = fields.get("x-amz-date");
  claim.credential = fields.get("x-amz-credential");
  PAIL_TRY(supported_algorithm(claim.algorithm));
  PAIL_TRY(date_in_long_format(claim.date_text));
  PAIL_TRY(const Credential credential, credential_is_ours(claim, request.rules));
  PAIL_TRY(day_is_of_date(credential, claim));
  return key_and_signature_hold(
      request, claim, credential.access_key, [&](const Key& key, std::string_view policy) {
        return key.sign_v4(policy, credential.day, credential.region, credential.service);
      });
}

}  // namespace

Result<Verdict> verify_post(const wire::Headers& fields, const KeyRing& keys, const Rules& rules) {
  PAIL_TRY(has(fields, "key"));
  const wire::Query no_query;
  const Message message{"POST", "/", no_query, fields, {}};
  const checks::Request request{message, keys, rules, {}};
  switch (scheme_of(fields)) {
    case Scheme::v2_post:
      return verify_v2(request);
    case Scheme::v4_post:
      return verify_v4(request);
    default:
      return Verdict{};
  }
}

std::string_view claimed_access_key(const wire::Headers& fields) noexcept {
  const std::string_view credential = fields.get("x-amz-credential");
  if (credential.empty()) return fields.get("AWSAccessKeyId");
  return credential.substr(0, credential.find('/'));
}

}  // namespace pail::signer
