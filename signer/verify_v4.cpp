#include "signer/verify_v4.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "signer/canonical.hpp"
#include "signer/v4.hpp"
#include "signer/v4a.hpp"
#include "wire/date.hpp"
#include "wire/text.hpp"

namespace pail::signer::checks {
namespace {

using wire::Errc;
using wire::Error;

// Takes "a" off "a/b/c"; false where there is no '/'.
bool take_part(std::string_view& rest, std::string_view& part) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return false;
  part = rest.substr(0, slash);
  rest.remove_prefix(slash + 1);
  return true;
}

// Five parts, or four of V4A.
bool take_parts(Credential& parts, std::string_view text, Algorithm by) {
  if (!take_part(text, parts.access_key)) return false;
  parts.scope = text;
  if (!take_part(text, parts.day)) return false;
  if (by == Algorithm::hmac_sha256 && !take_part(text, parts.region)) return false;
  if (!take_part(text, parts.service) || text.find('/') != text.npos) return false;
  parts.terminal = text;
  return true;
}

wire::Result<void> region_is_ours(std::string_view region, const Form& form, const Rules& rules) {
  if (region.empty()) {
    return form.refuse("a non-empty region must be provided in the credential.");
  }
  if (region == rules.region) return wire::ok();
  return form.refuse("the region '", region, "' is wrong; expecting '", rules.region, "'")
      .with("Region", rules.region);
}

wire::Result<void> region_set_has_ours(std::string_view region_set, const Rules& rules) {
  if (v4a::covers(region_set, rules.region)) return wire::ok();
  return Error(Errc::RegionSetMismatch)
      .with("RequestedRegion", rules.region)
      .with("RegionSet", region_set);
}

bool must_be_signed(std::string_view name) noexcept {
  if (canonical::is_amz(name)) return !canonical::is_named(name, "x-amz-content-sha256");
  return canonical::is_named(name, "host") || canonical::is_named(name, "content-md5");
}

bool is_listed(std::string_view name, const v4::SignedHeaders& signed_headers) {
  const auto& names = signed_headers.names();
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view listed) { return canonical::is_named(name, listed); });
}

wire::Result<void> signature_holds(const Key& key, const Claim& claim, const Credential& credential,
                                   std::string_view text, std::string_view canonical) {
  if (claim.signed_by() == Algorithm::ecdsa_p256) {
    if (key.verify_v4a(text, claim.signature)) return wire::ok();
    return signature_mismatch({credential.access_key, claim.signature, {}, text, canonical});
  }
  const SignatureV4 computed =
      key.signature_v4(text, credential.day, credential.region, credential.service);
  return matches({credential.access_key, claim.signature, computed, text, canonical});
}

// What a keyword says about chunks, and what signs them, if anything does.
struct Framing {
  std::string_view keyword;
  Payload payload;
  std::optional<Algorithm> chunks;
};
constexpr std::array<Framing, 5> framings = {{
    {v4::streaming_signed, Payload::chunked_signed, Algorithm::hmac_sha256},
    {v4::streaming_signed_trailer, Payload::chunked_signed_trailer, Algorithm::hmac_sha256},
    {v4a::streaming_signed, Payload::chunked_signed, Algorithm::ecdsa_p256},
    {v4a::streaming_signed_trailer, Payload::chunked_signed_trailer, Algorithm::ecdsa_p256},
    {v4::streaming_unsigned_trailer, Payload::chunked_unsigned_trailer, std::nullopt},
}};

}  // namespace

wire::Result<Credential> scope_is_ours(const Claim& claim, const Form& form, const Rules& rules) {
  Credential parts;
  if (!take_parts(parts, claim.credential, claim.signed_by())) {
    return form.refuse(
        "the Credential is mal-formed; expecting "
        "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  const auto midnight = wire::parse_iso_day(parts.day);
  if (!midnight) {
    return form.refuse("incorrect date format \"", parts.day,
                       "\". This date in the credential must be in the format \"yyyyMMdd\".");
  }
  if (claim.signed_by() == Algorithm::hmac_sha256) {
    PAIL_TRY(region_is_ours(parts.region, form, rules));
  } else {
    PAIL_TRY(region_set_has_ours(claim.region_set, rules));
  }
  if (parts.service != rules.service) {
    return form.refuse("incorrect service \"", parts.service, "\". This endpoint belongs to \"",
                       rules.service, "\".");
  }
  if (parts.terminal != "aws4_request") {
    return form.refuse("incorrect terminal \"", parts.terminal,
                       "\". This endpoint uses \"aws4_request\".");
  }
  parts.midnight = *midnight;
  return parts;
}

wire::Result<void> all_signed(const wire::Headers& headers,
                              const v4::SignedHeaders& signed_headers) {
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

wire::Result<Verdict> key_and_signature_hold(const Request& request, const Claim& claim,
                                             const Credential& credential,
                                             const v4::SignedHeaders& signed_headers,
                                             const Body& body) {
  Verdict verdict;
  verdict.scheme = claim.scheme;
  PAIL_TRY(verdict.key, known_key(request, credential.access_key, claim.token));
  Text canonical, text;
  v4::append_canonical_request(canonical, request.message, signed_headers, claim.payload_hash);
  v4::append_string_to_sign(text, claim.algorithm, claim.date_text, credential.scope, canonical);
  PAIL_TRY(signature_holds(*verdict.key, claim, credential, text, canonical));
  PAIL_TRY(token_has_use(*verdict.key, claim.token));
  verdict.payload = body.payload;
  verdict.payload_sha256 = body.sha256;
  if (has_signed_chunks(body.payload)) {
    verdict.seed = ChunkSeed{std::string(claim.signature), std::string(claim.date_text),
                             std::string(credential.scope), canonical.string(), claim.signed_by()};
  }
  return verdict;
}

wire::Result<std::optional<Payload>> announced_framing(std::string_view payload_hash,
                                                       Algorithm head) {
  const auto row = std::find_if(framings.begin(), framings.end(), [&](const Framing& framing) {
    return framing.keyword == payload_hash;
  });
  if (row == framings.end()) return std::optional<Payload>();
  if (row->chunks && *row->chunks != head) {
    return Error(Errc::InvalidRequest, "The value of x-amz-content-sha256 header is invalid.");
  }
  return std::optional(row->payload);
}

}  // namespace pail::signer::checks
