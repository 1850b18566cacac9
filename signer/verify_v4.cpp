// Signature Version 4, both forms: each function here is one row of the tables of spec/sigv4.md
// §7-9.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "signer/canonical.hpp"
#include "signer/checks.hpp"
#include "signer/v4.hpp"
#include "wire/date.hpp"
#include "wire/limits.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

// What a request says about its signature, as sent.
struct Claim {
  std::string_view algorithm;
  std::string_view date_text;
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  std::string_view payload_hash;
  std::string_view token;
};

struct Credential {
  std::string_view access_key, day, region, service, terminal;
  std::string_view scope;  // all behind the access key
};

// How a form words its refusals of a credential (§7).
struct Form {
  Errc code;
  std::string_view prefix;

  template <class... Texts>
  Error refuse(const Texts&... texts) const {
    std::string message(prefix);
    (message.append(texts), ...);
    return Error(code, message);
  }
};
constexpr Form header_form{Errc::AuthorizationHeaderMalformed,
                           "The authorization header is malformed; "};
constexpr Form query_form{Errc::AuthorizationQueryParametersError,
                          "Error parsing the X-Amz-Credential parameter; "};

constexpr std::string_view asymmetric_payload = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD";
constexpr std::string_view asymmetric_payload_trailer =
    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER";

bool is_asymmetric(std::string_view payload_hash) noexcept {
  return payload_hash == asymmetric_payload || payload_hash == asymmetric_payload_trailer;
}

bool is_sha256(std::string_view text) noexcept {
  const auto is_hex = [](char c) {
    const char lower = wire::to_lower(c);
    return (lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f');
  };
  return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex);
}

std::optional<Payload> framing_of(std::string_view payload_hash) noexcept {
  if (payload_hash == v4::streaming_signed) return Payload::chunked_signed;
  if (payload_hash == v4::streaming_signed_trailer) return Payload::chunked_signed_trailer;
  if (payload_hash == v4::streaming_unsigned_trailer) return Payload::chunked_unsigned_trailer;
  return std::nullopt;
}

// Header form, 1 and 2.

wire::Result<std::string_view> payload_hash_sent(const wire::Headers& headers) {
  if (const auto value = headers.find("x-amz-content-sha256")) return *value;
  return Error(Errc::InvalidRequest,
               "Missing required header for this request: x-amz-content-sha256");
}

wire::Result<Payload> payload_hash_known(std::string_view value) {
  if (is_sha256(value)) return Payload::sha256;
  if (value == v4::unsigned_payload) return Payload::unsigned_payload;
  if (const auto framing = framing_of(value)) return *framing;
  if (is_asymmetric(value)) return unsupported("x-amz-content-sha256", value);
  return Error(Errc::InvalidArgument,
               "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, "
               "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.")
      .with("ArgumentName", "x-amz-content-sha256")
      .with("ArgumentValue", value);
}

// Header form, 5: in any order, with any space around the commas.
wire::Result<Claim> three_components(std::string_view header) {
  const std::size_t space = header.find(' ');
  std::optional<std::string_view> credential, signed_headers, signature;
  for (std::string_view rest = header.substr(space + 1); !rest.empty();) {
    const std::string_view part = wire::trim(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(std::min(equals + 1, part.size()));
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") signed_headers = value;
    if (name == "Signature") signature = value;
  }
  if (!credential || !signed_headers || !signature) {
    return header_form.refuse(
        "the authorization header requires three components: Credential, SignedHeaders, and "
        "Signature.");
  }
  Claim claim;
  claim.algorithm = header.substr(0, space);
  claim.credential = *credential;
  claim.signed_headers = *signed_headers;
  claim.signature = *signature;
  return claim;
}

// Query form, 1 to 6.

wire::Result<void> supported_algorithm(std::string_view algorithm) {
  if (algorithm == v4::algorithm) return wire::ok();
  if (algorithm == asymmetric_algorithm) return unsupported("X-Amz-Algorithm", algorithm);
  return Error(Errc::AuthorizationQueryParametersError,
               "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
}

wire::Result<Claim> six_parameters(const wire::Query& query) {
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
  claim.algorithm = v4::algorithm;
  claim.date_text = *date;
  claim.credential = *credential;
  claim.signed_headers = *signed_headers;
  claim.signature = *signature;
  claim.token = query.value("X-Amz-Security-Token").value_or(std::string_view{});
  return claim;
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

// Both forms: §7.

std::optional<Credential> five_parts(std::string_view text) {
  std::array<std::string_view, 5> parts;
  std::string_view rest = text;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    parts[i] = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
  }
  if (rest.find('/') != std::string_view::npos) return std::nullopt;
  return Credential{parts[0], parts[1], parts[2], parts[3], rest, text.substr(parts[0].size() + 1)};
}

wire::Result<Credential> scope_is_ours(std::string_view text, const Form& form,
                                       const Rules& rules) {
  const auto parts = five_parts(text);
  if (!parts) {
    return form.refuse(
        "the Credential is mal-formed; expecting "
        "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  if (!wire::parse_iso_day(parts->day)) {
    return form.refuse("incorrect date format \"", parts->day,
                       "\". This date in the credential must be in the format \"yyyyMMdd\".");
  }
  if (parts->region.empty()) {
    return form.refuse("a non-empty region must be provided in the credential.");
  }
  if (parts->region != rules.region) {
    return form.refuse("the region '", parts->region, "' is wrong; expecting '", rules.region, "'")
        .with("Region", rules.region);
  }
  if (parts->service != rules.service) {
    return form.refuse("incorrect service \"", parts->service, "\". This endpoint belongs to \"",
                       rules.service, "\".");
  }
  if (parts->terminal != "aws4_request") {
    return form.refuse("incorrect terminal \"", parts->terminal,
                       "\". This endpoint uses \"aws4_request\".");
  }
  return *parts;
}

wire::Result<void> day_is_of_header(std::string_view day, wire::Seconds date) {
  if (wire::parse_iso_day(day) == std::chrono::floor<std::chrono::days>(date)) return wire::ok();
  return header_form.refuse("Invalid credential date. Date is not the same as X-Amz-Date.");
}

wire::Result<void> day_is_of_query(std::string_view day, std::string_view date_text) {
  const std::string_view date_day = date_text.substr(0, 8);
  if (day == date_day) return wire::ok();
  return Form{query_form.code, {}}.refuse("Invalid credential date \"", day,
                                          "\". This date is not the same as X-Amz-Date: \"",
                                          date_day, "\".");
}

// Both forms: §8.

bool must_be_signed(std::string_view name) noexcept {
  if (wire::istarts_with(name, "x-amz-")) return !wire::iequals(name, "x-amz-content-sha256");
  return wire::iequals(name, "host") || wire::iequals(name, "content-md5");
}

bool is_listed(std::string_view name, const std::vector<std::string_view>& signed_headers) {
  return std::any_of(signed_headers.begin(), signed_headers.end(),
                     [&](std::string_view listed) { return wire::iequals(listed, name); });
}

wire::Result<void> all_signed(const wire::Headers& headers,
                              const std::vector<std::string_view>& signed_headers) {
  std::vector<std::string> missing;
  for (const wire::Header& header : headers) {
    if (must_be_signed(header.name) && !is_listed(header.name, signed_headers)) {
      missing.push_back(wire::lower(header.name));
    }
  }
  if (missing.empty()) return wire::ok();
  std::sort(missing.begin(), missing.end());
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  std::string names;
  for (const std::string& name : missing) {
    if (!names.empty()) names += ", ";
    names += name;
  }
  return Error(Errc::AccessDenied,
               "There were headers present in the request which were not signed")
      .with("HeadersNotSigned", names);
}

// Both forms: the access key, then the signature. A Verdict without payload.
wire::Result<Verdict> key_and_signature_hold(const Request& request, const Claim& claim,
                                             const Credential& credential,
                                             const std::vector<std::string_view>& signed_headers,
                                             Payload payload) {
  Verdict verdict;
  PAIL_TRY(verdict.key, known_key(request, credential.access_key, claim.token));
  std::string canonical =
      v4::canonical_request(request.message, signed_headers, claim.payload_hash);
  const std::string text =
      v4::string_to_sign(claim.algorithm, claim.date_text, credential.scope, canonical);
  const std::string computed =
      verdict.key->sign_v4(text, credential.day, credential.region, credential.service);
  PAIL_TRY(matches({credential.access_key, claim.signature, computed, text, canonical}));
  PAIL_TRY(token_has_use(*verdict.key, claim.token));
  verdict.payload = payload;
  if (payload == Payload::sha256) verdict.payload_sha256 = wire::lower(claim.payload_hash);
  if (payload == Payload::chunked_signed || payload == Payload::chunked_signed_trailer) {
    verdict.seed = ChunkSeed{computed, std::string(claim.date_text), std::string(credential.scope),
                             std::move(canonical)};
  }
  return verdict;
}

// §5: the header's text is signed unread. But a body that is framed has to be unframed.
wire::Result<Payload> query_framing(std::string_view payload_hash) {
  if (is_asymmetric(payload_hash)) return unsupported("x-amz-content-sha256", payload_hash);
  return framing_of(payload_hash).value_or(Payload::unspecified);
}

}  // namespace

wire::Result<Verdict> verify_v4_header(const Request& request) {
  const wire::Headers& headers = request.message.headers;
  PAIL_TRY(const std::string_view payload_hash, payload_hash_sent(headers));
  PAIL_TRY(const Payload payload, payload_hash_known(payload_hash));
  PAIL_TRY(const wire::Seconds date, readable_date(request));
  PAIL_TRY(within_skew(request, date));
  PAIL_TRY(Claim claim, three_components(headers.get("authorization")));
  claim.date_text = canonical::request_date(headers);
  claim.payload_hash = payload_hash;
  claim.token = headers.get("x-amz-security-token");
  PAIL_TRY(const Credential credential,
           scope_is_ours(claim.credential, header_form, request.rules));
  PAIL_TRY(day_is_of_header(credential.day, date));
  const auto signed_headers = v4::split_signed_headers(claim.signed_headers);
  PAIL_TRY(all_signed(headers, signed_headers));
  PAIL_TRY(Verdict verdict,
           key_and_signature_hold(request, claim, credential, signed_headers, payload));
  verdict.scheme = Scheme::v4_header;
  return verdict;
}

wire::Result<Verdict> verify_v4_query(const Request& request) {
  const wire::Query& query = request.message.query;
  const wire::Headers& headers = request.message.headers;
  const wire::Time now = request.rules.now;
  PAIL_TRY(supported_algorithm(*query.value("X-Amz-Algorithm")));
  PAIL_TRY(Claim claim, six_parameters(query));
  PAIL_TRY(const wire::Seconds date, date_in_long_format(claim.date_text));
  const std::string_view expires_text = *query.value("X-Amz-Expires");
  PAIL_TRY(const std::chrono::seconds lasts, lifetime(expires_text));
  PAIL_TRY(already_valid(date, date + lasts, now));
  PAIL_TRY(still_valid(expires_text, date + lasts, now));
  PAIL_TRY(const Credential credential, scope_is_ours(claim.credential, query_form, request.rules));
  PAIL_TRY(day_is_of_query(credential.day, claim.date_text));
  const auto signed_headers = v4::split_signed_headers(claim.signed_headers);
  PAIL_TRY(all_signed(headers, signed_headers));
  claim.payload_hash = headers.find("x-amz-content-sha256").value_or(v4::unsigned_payload);
  PAIL_TRY(const Payload payload, query_framing(claim.payload_hash));
  PAIL_TRY(Verdict verdict,
           key_and_signature_hold(request, claim, credential, signed_headers, payload));
  verdict.scheme = Scheme::v4_query;
  return verdict;
}

}  // namespace pail::signer::checks
