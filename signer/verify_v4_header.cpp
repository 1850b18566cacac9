// Signature Version 4 in the Authorization header: each function is a row of spec/sigv4.md §9.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>

#include "signer/v4.hpp"
#include "signer/verify_v4.hpp"
#include "wire/text.hpp"
#include "wire/words.hpp"

namespace pail::signer::checks {
namespace {

namespace words = wire::words;
using wire::Errc;
using wire::Error;

constexpr Form form{Errc::AuthorizationHeaderMalformed, "The authorization header is malformed; "};

// 64 hex digits in either case.
std::optional<PayloadSha256> sha256_of(std::string_view text) noexcept {
  FixedText<64> digits;
  if (text.size() != digits.characters.size()) return std::nullopt;
  std::uint64_t are_digits = words::top_bits;
  for (std::size_t i = 0; i < text.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t word = words::lower(words::load(text.data() + i));
    are_digits &= words::between(word, '0', '9') | words::between(word, 'a', 'f');
    std::memcpy(digits.characters.data() + i, &word, sizeof word);
  }
  if (are_digits != words::top_bits) return std::nullopt;
  return PayloadSha256(digits);
}

wire::Result<std::string_view> payload_hash_sent(const Request& request) {
  if (const auto value = request.message.headers.find("x-amz-content-sha256")) return *value;
  if (!request.rules.payload_sha256.empty()) return request.rules.payload_sha256;
  return Error(Errc::InvalidRequest,
               "Missing required header for this request: x-amz-content-sha256");
}

wire::Result<Body> payload_hash_known(std::string_view value, Algorithm head) {
  if (const auto sha256 = sha256_of(value)) return Body{Payload::sha256, *sha256};
  if (value == v4::unsigned_payload) return Body{Payload::unsigned_payload};
  PAIL_TRY(const auto framing, announced_framing(value, head));
  if (framing) return Body{*framing};
  return Error(Errc::InvalidArgument,
               "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, "
               "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.")
      .with("ArgumentName", "x-amz-content-sha256")
      .with("ArgumentValue", value);
}

// Of V4A. S3 words its absence as that of x-amz-content-sha256; that it stands behind it is ours.
wire::Result<std::string_view> region_set_sent(const Claim& claim, const wire::Headers& headers) {
  const auto sent = headers.find("x-amz-region-set");
  if (sent || claim.signed_by() == Algorithm::hmac_sha256) return sent.value_or("");
  return Error(Errc::InvalidRequest, "Missing required header for this request: x-amz-region-set");
}

// In any order, with any space around the commas.
wire::Result<void> read_three_components(Claim& claim, std::string_view header) {
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
  claim.algorithm = header.substr(0, space);
  claim.credential = *credential;
  claim.signed_headers = *signed_headers;
  claim.signature = *signature;
  return wire::ok();
}

wire::Result<void> day_is_of_header(wire::Seconds midnight, wire::Seconds date) {
  if (midnight == std::chrono::floor<std::chrono::days>(date)) return wire::ok();
  return form.refuse("Invalid credential date. Date is not the same as X-Amz-Date.");
}

}  // namespace

wire::Result<Verdict> verify_v4_header(const Request& request, Scheme scheme) {
  const wire::Headers& headers = request.message.headers;
  Claim claim;
  claim.scheme = scheme;
  PAIL_TRY(claim.payload_hash, payload_hash_sent(request));
  PAIL_TRY(const Body body, payload_hash_known(claim.payload_hash, claim.signed_by()));
  PAIL_TRY(claim.region_set, region_set_sent(claim, headers));
  PAIL_TRY(const RequestDate date, readable_date(request));
  PAIL_TRY(within_skew(date, request.rules.now));
  PAIL_TRY(read_three_components(claim, request.authorization));
  claim.date_text = date.text;
  claim.token = headers.get("x-amz-security-token");
  PAIL_TRY(const Credential credential, scope_is_ours(claim, form, request.rules));
  PAIL_TRY(day_is_of_header(credential.midnight, date.time));
  const v4::SignedHeaders signed_headers(claim.signed_headers);
  PAIL_TRY(all_signed(headers, signed_headers));
  return key_and_signature_hold(request, claim, credential, signed_headers, body);
}

}  // namespace pail::signer::checks
