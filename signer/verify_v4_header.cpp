// Signature Version 4 in the Authorization header: each function is a row of spec/sigv4.md §9.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "signer/v4.hpp"
#include "signer/verify_v4.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

constexpr Form form{Errc::AuthorizationHeaderMalformed, "The authorization header is malformed; "};

// A table, since 64 characters are asked in every request.
constexpr auto hex_digits = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("0123456789abcdefABCDEF")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

bool is_sha256(std::string_view text) noexcept {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return hex_digits[static_cast<unsigned char>(c)];
         });
}

wire::Result<std::string_view> payload_hash_sent(const Request& request) {
  if (const auto value = request.message.headers.find("x-amz-content-sha256")) return *value;
  if (!request.rules.payload_sha256.empty()) return request.rules.payload_sha256;
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

// In any order, with any space around the commas.
wire::Result<Claim> three_components(std::string_view header) {
  const std::size_t space = header.find(' ');
  std::optional<std::string_view> credential, signed_headers, signature;
  for (std::string_view rest = header.substr(space + 1); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = wire::trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    const std::size_t equals = std::min(part.find('='), part.size());
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(std::min(equals + 1, part.size()));
    if (name == "Credential") credential = value;
    if (name == "SignedHeaders") signed_headers = value;
    if (name == "Signature") signature = value;
  }
  if (!credential || !signed_headers || !signature) {
    return form.refuse(
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

wire::Result<void> day_is_of_header(wire::Seconds midnight, wire::Seconds date) {
  if (midnight == std::chrono::floor<std::chrono::days>(date)) return wire::ok();
  return form.refuse("Invalid credential date. Date is not the same as X-Amz-Date.");
}

}  // namespace

wire::Result<Verdict> verify_v4_header(const Request& request) {
  const wire::Headers& headers = request.message.headers;
  PAIL_TRY(const std::string_view payload_hash, payload_hash_sent(request));
  PAIL_TRY(const Payload payload, payload_hash_known(payload_hash));
  PAIL_TRY(const RequestDate date, readable_date(request));
  PAIL_TRY(within_skew(date, request.rules.now));
  PAIL_TRY(Claim claim, three_components(request.authorization));
  claim.date_text = date.text;
  claim.payload_hash = payload_hash;
  claim.token = headers.get("x-amz-security-token");
  PAIL_TRY(const Credential credential, scope_is_ours(claim.credential, form, request.rules));
  PAIL_TRY(day_is_of_header(credential.midnight, date.time));
  const auto signed_headers = v4::split_signed_headers(claim.signed_headers);
  PAIL_TRY(all_signed(headers, signed_headers));
  return key_and_signature_hold(request, claim, credential, signed_headers, payload);
}

}  // namespace pail::signer::checks
